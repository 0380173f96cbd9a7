/**
 * `npm run check`: what a reviewer would say without reading: format, lint, types, import directions, unused code, rules
 * without a test.
 * `npm run check -- types` runs only the steps whose name contains that word.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/require-node.mjs'
import { root, run, seconds } from './lib/run.mjs'

const biome = 'node_modules/@biomejs/biome/bin/biome'
const tsc = 'node_modules/typescript/bin/tsc'
const depcruise = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'
const knip = 'node_modules/knip/bin/knip.js'

const projects = [
  'packages/core',
  'packages/protocol',
  'packages/client',
  'packages/server',
  'packages/web',
  '.',
]

const cruised = ['packages', 'test', 'bench'].filter((folder) => existsSync(join(root, folder)))

/** @type {{ name: string, args: string[] }[]} */
const steps = [
  { name: 'format and lint', args: [biome, 'check', '--error-on-warnings', '.'] },
  ...projects.map((project) => ({
    name: `types of ${project === '.' ? 'tests and tools' : project}`,
    args: [tsc, '--noEmit', '-p', project],
  })),
  {
    name: 'import directions',
    args: [depcruise, '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', ...cruised],
  },
  { name: 'unused code', args: [knip, '--no-progress', '--no-config-hints'] },
  { name: 'rules and their tests', args: ['scripts/check-rules.mjs'] },
]

/**
 * Runs the steps, two at a time.
 *
 * @param {string} [only] part of a step's name
 * @returns {Promise<{ passed: number, failures: string[] }>} failures by the step's name; what they said has been printed
 */
export async function check(only = '') {
  const chosen = steps.filter((step) => step.name.includes(only))
  if (chosen.length === 0) {
    console.error(
      `No check is called "${only}". There are:\n${steps.map((step) => `  ${step.name}`).join('\n')}`,
    )
    return { passed: 0, failures: [only] }
  }
  /** @type {string[]} */
  const failures = []
  const queue = [...chosen]
  const worker = async () => {
    for (let step = queue.shift(); step; step = queue.shift()) {
      const { code, output, ms } = await run(process.execPath, step.args, { timeoutMs: 180_000 })
      if (code !== 0) failures.push(step.name)
      console.log(`${code === 0 ? '✓' : '✗'} ${step.name}  ${seconds(ms)}`)
      if (code !== 0) console.log(output.replace(/^/gm, '    '))
    }
  }
  await Promise.all([worker(), worker()])
  return { passed: chosen.length - failures.length, failures }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode()
  const installed = await ensureInstalled()
  if (!installed.ok) {
    console.error(installed.message)
    process.exit(1)
  }
  const { failures } = await check(process.argv[2])
  if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`)
  process.exitCode = failures.length > 0 ? 1 : 0
}
