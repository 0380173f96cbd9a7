/** `npm run backup -- [file]`: copies the store of a running or stopped server into one file. */
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/require-node.mjs'
import { root } from './lib/run.mjs'

requireNode()

for (const step of [ensureInstalled, ensureBuilt]) {
  const { ok, message } = await step()
  if (ok) continue
  console.error(message)
  process.exit(1)
}

await import(pathToFileURL(`${root}/packages/server/dist/backup.js`).href)
