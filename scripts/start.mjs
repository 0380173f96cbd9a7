/**
 * `npm start`: installs when package-lock.json asks for something that is not there, builds when a source changed, then
 * becomes the server. It runs in this very process, so signals, exit code and the terminal are its own.
 */
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

process.env.NODE_ENV ??= 'production'
process.setSourceMapsEnabled(true)
await import(pathToFileURL(`${root}/packages/server/dist/main.js`).href)
