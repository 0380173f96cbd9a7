/** Every rule of packages/core/SPEC.md is quoted by the name of a test, and no test quotes a rule that is not there. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './lib/run.mjs'

const tested = /(\.test\.tsx?|-contract\.ts)$/

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : filesBelow(path)
    return tested.test(entry.name) ? [path] : []
  })
}

const spec = readFileSync(join(root, 'packages/core/SPEC.md'), 'utf8')
const rules = new Set([...spec.matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, rule]) => rule))
/** @type {Map<string, string>} rule → the first file that quotes it */
const quoted = new Map()
for (const path of ['packages', 'test'].flatMap(filesBelow))
  for (const [, rule = ''] of readFileSync(join(root, path), 'utf8').matchAll(/\[([A-Z]\d+)\]/g))
    if (!quoted.has(rule)) quoted.set(rule, path)

const problems = [
  ...[...rules].filter((rule) => !quoted.has(rule ?? '')).map((rule) => `${rule} is quoted by no test`),
  ...[...quoted]
    .filter(([rule]) => !rules.has(rule))
    .map(([rule, path]) => `${path} quotes ${rule}, which is no rule`),
]
console.log(problems.length > 0 ? problems.join('\n') : `${rules.size} rules, all quoted by tests`)
process.exitCode = rules.size > 0 && problems.length === 0 ? 0 : 1
