import { readFileSync, statSync } from 'node:fs'
import { isIP } from 'node:net'
import type { ResolvedAddress } from './resolve-target.ts'

/** How long what was read is believed without looking at the file again. */
const BELIEVED_MS = 1_000

/**
 * Names that the system knows by its hosts file: a self-hosted receiver is often known there only. Answers the addresses
 * of a name (lower case, without a point at its end), null when the file does not have it.
 */
export function createHostsFile(
  path: string,
  believedMs = BELIEVED_MS,
): (name: string) => ResolvedAddress[] | null {
  let names = new Map<string, ResolvedAddress[]>()
  let state = ''
  let looked = Number.NEGATIVE_INFINITY
  return (name) => {
    // Synchronous: it is a small local file, and asynchronous reads wait in the queue that hanging names fill.
    if (performance.now() - looked >= believedMs) {
      looked = performance.now()
      const next = stateOf(path)
      if (next !== state) names = parse(textOf(path))
      state = next
    }
    return names.get(name) ?? null
  }
}

function stateOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats ? `${stats.ino} ${stats.mtimeMs} ${stats.size}` : ''
}

/** Without the file, or without leave to read it, names are looked for elsewhere. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function parse(text: string): Map<string, ResolvedAddress[]> {
  const names = new Map<string, ResolvedAddress[]>()
  for (const line of text.split('\n')) {
    const [address = '', ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/)
    const kind = isIP(address)
    if (kind === 0) continue
    for (const alias of aliases) {
      const name = alias.toLowerCase()
      names.set(name, [...(names.get(name) ?? []), { address, family: kind === 6 ? 6 : 4 }])
    }
  }
  return names
}
