#!/usr/bin/env node
/**
 * `parley`, out of a clone of the repository: builds what it runs when that is missing or older than its source, then
 * becomes it.
 */
import { ensureBuilt } from '../../../scripts/build.mjs'
import { ensureInstalled } from '../../../scripts/lib/install.mjs'
import { requireNode } from '../../../scripts/lib/require-node.mjs'

requireNode()
for (const step of [ensureInstalled, () => ensureBuilt({ only: ['command line'] })]) {
  const { ok, message } = await step()
  if (ok) continue
  console.error(message)
  process.exit(1)
}
process.setSourceMapsEnabled(true)
const { main } = await import('../dist/parley.js')
process.exitCode = await main(process.argv.slice(2))
