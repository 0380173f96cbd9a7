/**
 * `npm test`: installs what is needed, then runs everything, cheapest first: the checks, unit tests, driver contracts, stories
 * through the real doors, browsers, media. The last line is `N passed, N failed`.
 *
 * `npm test -- unit contracts` runs only those phases. `npm run test:long` adds what takes longer: the project `long`, and
 * PARLEY_TEST_LONG=1 for the others.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { check } from './check.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/require-node.mjs'
import { run, seconds } from './lib/run.mjs'
import { readVitestReport } from './lib/vitest-report.mjs'
import { setUpTests } from './setup-test.mjs'

requireNode()

const minute = 60_000
/** Past its limit a project hangs, and is ended. @type {Record<string, number>} */
const limits = {
  unit: 5 * minute,
  contracts: 4 * minute,
  stories: 10 * minute,
  browser: 6 * minute,
  media: 6 * minute,
  long: 180 * minute,
}

const args = process.argv.slice(2)
const long = args.includes('--long') || process.env.PARLEY_TEST_LONG === '1'
const named = args.filter((arg) => !arg.startsWith('-'))
const unknown = named.filter((name) => name !== 'check' && !(name in limits))
if (unknown.length > 0) {
  console.error(
    `No phase is called ${unknown.join(', ')}. There are: check, ${Object.keys(limits).join(', ')}.`,
  )
  process.exit(2)
}
const wanted = (/** @type {string} */ name) =>
  named.length > 0 ? named.includes(name) : name !== 'long' || long
const projects = Object.keys(limits).filter(wanted)

let passed = 0
/** @type {string[]} */
const failures = []
/** @type {string[]} */
const skipped = []
/** @type {string[]} */
const phases = []

/** @param {string} name @param {() => Promise<void>} body */
async function phase(name, body) {
  console.log(`\n── ${name}`)
  const started = Date.now()
  const [passedBefore, failedBefore] = [passed, failures.length]
  await body()
  const counts = `${passed - passedBefore} passed, ${failures.length - failedBefore} failed`
  phases.push(`${name.padEnd(12)} ${seconds(Date.now() - started).padStart(8)}   ${counts}`)
}

function finish() {
  if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.map((name) => `  ${name}`).join('\n')}`)
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((name) => `  ${name}`).join('\n')}`)
  console.log(`\n${phases.join('\n')}\n`)
  console.log(`${passed} passed, ${failures.length} failed`)
  process.exitCode = failures.length > 0 ? 1 : 0
}

/** What has to hold before anything can be tested; counted only when it does not. */
const preparations = [
  { name: 'install', prepare: ensureInstalled },
  { name: 'system', prepare: setUpTests },
]

/** @param {string} project @param {string} reports */
async function runProject(project, reports) {
  const report = join(reports, `${project}.json`)
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', project]
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { code } = await run(process.execPath, [...vitest, ...reporters], {
    show: true,
    timeoutMs: limits[project],
    env: long ? { PARLEY_TEST_LONG: '1' } : {},
  })
  const tally = readVitestReport(report, project, code)
  passed += tally.passed
  failures.push(...tally.failures)
  skipped.push(...tally.skipped)
}

async function main() {
  for (const { name, prepare } of preparations) {
    const { ok, message } = await prepare()
    console.log(message)
    if (ok) continue
    failures.push(`${name}: nothing was tested`)
    return
  }
  if (wanted('check')) {
    await phase('check', async () => {
      const outcome = await check()
      passed += outcome.passed
      failures.push(...outcome.failures.map((name) => `check: ${name}`))
    })
  }
  if (projects.length === 0) return
  await phase('build', async () => {
    const { ok, message } = await ensureBuilt()
    console.log(message)
    if (!ok) failures.push('build: what was tested in stories and browsers is an older build, or none')
  })
  const reports = mkdtempSync(join(tmpdir(), 'parley-test-'))
  for (const project of projects) await phase(project, () => runProject(project, reports))
  rmSync(reports, { recursive: true, force: true })
}

await main()
finish()
