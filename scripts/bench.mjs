/** `npm run bench -- <name>`: builds the server and one measurement from `bench/`, and runs it. */
import { existsSync, readdirSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/require-node.mjs'
import { root } from './lib/run.mjs'

requireNode()

const [name, ...args] = process.argv.slice(2)
const source = `${root}/bench/${name}.ts`
if (!name || !existsSync(source)) {
  const names = readdirSync(`${root}/bench`).filter((file) => file.endsWith('.ts'))
  console.error(`Which one? ${names.map((file) => file.replace('.ts', '')).join(', ')}`)
  process.exit(1)
}

for (const step of [ensureInstalled, ensureBuilt]) {
  const { ok, message } = await step()
  if (ok) continue
  console.error(message)
  process.exit(1)
}

const { build, stop } = await import('esbuild')
const outfile = `${root}/packages/server/dist/bench/${name}.js`
await build({
  absWorkingDir: root,
  entryPoints: [source],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
}).finally(stop)
process.argv = [process.argv[0] ?? 'node', outfile, ...args]
await import(pathToFileURL(outfile).href)
