import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run, seconds } from './run.mjs'

/** @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} Entry */

/**
 * @param {string} path
 * @returns {Record<string, Entry> | undefined}
 */
function packagesIn(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8')).packages
  } catch {
    return undefined
  }
}

/** @param {string[] | undefined} wanted @param {string} here */
const fits = (wanted, here) =>
  !wanted || wanted.includes(here) || (wanted[0]?.startsWith('!') && !wanted.includes(`!${here}`))

/** @param {Entry} entry whether npm leaves it out on some machines, and this may be one of them */
const mayBeAbsent = (entry) =>
  entry.optional &&
  !(
    fits(entry.os, process.platform) &&
    fits(entry.cpu, process.arch) &&
    !entry.libc &&
    (entry.os || entry.cpu)
  )

/**
 * Whether node_modules holds what package-lock.json says. npm writes what it installed to node_modules/.package-lock.json as
 * its last act, so an interrupted install never looks complete and an `npm install` by hand counts as one.
 */
export function isInstalled() {
  const wanted = packagesIn('package-lock.json')
  const present = packagesIn('node_modules/.package-lock.json')
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true
    const found = present[path]
    if (!found) return Boolean(mayBeAbsent(entry))
    return found.version === entry.version && found.integrity === entry.integrity
  })
}

/**
 * Installs when needed, tools included: a clone is built where it runs.
 *
 * @returns {Promise<{ ok: boolean, message: string }>}
 */
export async function ensureInstalled() {
  if (isInstalled()) return { ok: true, message: 'dependencies are there' }
  console.error('Installing dependencies …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const outcome = await run(npm, ['ci', '--include=dev', '--no-audit', '--no-fund'])
  if (outcome.code === 0) return { ok: true, message: `installed in ${seconds(outcome.ms)}` }
  return { ok: false, message: `${outcome.output}\nnpm ci failed (exit code ${outcome.code}).` }
}
