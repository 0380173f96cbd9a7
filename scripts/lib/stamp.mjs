import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.mjs'

/** What is in a source folder and cannot change what is built from it. */
const irrelevant = /\.test\.tsx?$|\.md$|(^|\/)(fixtures|testing|node_modules)$/

/** @param {string} path @returns {string[]} every file below, sorted, relative to the root */
function filesBelow(path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false })
  if (!stat) return []
  if (stat.isFile()) return [path]
  return readdirSync(join(root, path))
    .sort()
    .map((name) => `${path}/${name}`)
    .filter((child) => !irrelevant.test(child))
    .flatMap(filesBelow)
}

/**
 * A hash over names and contents: unlike times it survives a fresh clone, a copy and a branch switched back and forth.
 *
 * @param {string[]} paths files and folders, relative to the root
 */
export function stampOf(paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesBelow)) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}
