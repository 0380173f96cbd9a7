import { readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { root } from './run.mjs'

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {string[]} failures one line each
 * @property {string[]} skipped
 */

/**
 * Reads what Vitest's JSON reporter wrote. A file that did not load, a run without a report, without a test or with a bad
 * exit code and no failed test (an unhandled rejection, a crash of a worker) is a failure of its own: silence is not success.
 *
 * @param {string} reportPath removed afterwards
 * @param {string} project
 * @param {number} exitCode
 * @returns {Tally}
 */
export function readVitestReport(reportPath, project, exitCode) {
  /** @type {Tally} */
  const tally = { passed: 0, failures: [], skipped: [] }
  let report
  try {
    report = JSON.parse(readFileSync(reportPath, 'utf8'))
    rmSync(reportPath, { force: true })
  } catch {
    tally.failures.push(`${project}: Vitest ended with code ${exitCode} and left no report`)
    return tally
  }
  for (const file of report.testResults) {
    const path = relative(root, file.name)
    for (const test of file.assertionResults) {
      const name = `${path} › ${test.fullName}`
      if (test.status === 'passed') tally.passed++
      else if (test.status === 'failed') tally.failures.push(name)
      else tally.skipped.push(name)
    }
    const blamed = file.assertionResults.some(
      (/** @type {{ status: string }} */ test) => test.status === 'failed',
    )
    if (file.status === 'failed' && !blamed) tally.failures.push(`${path}: ${firstLine(file.message)}`)
  }
  if (tally.failures.length === 0 && tally.passed === 0) tally.failures.push(`${project}: no test ran`)
  if (tally.failures.length === 0 && exitCode !== 0) {
    tally.failures.push(
      `${project}: Vitest ended with code ${exitCode} though no test failed (see its errors above)`,
    )
  }
  return tally
}

/** @param {string | undefined} message */
const firstLine = (message) => message?.split('\n', 1)[0] || 'the file could not be run'
