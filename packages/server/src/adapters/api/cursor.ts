import { Refusal } from '@parley/core'

/** `position`: of the log over all conferences. `delivery`: of the list of deliveries. */
type CursorKind = 'position' | 'delivery'

const LETTERS: Record<CursorKind, string> = { position: 'p', delivery: 'd' }

/** A place in a list as callers carry it; what is inside is none of their business. */
export function writeCursor(kind: CursorKind, at: number): string {
  return Buffer.from(`${LETTERS[kind]}${at}`).toString('base64url')
}

/** Refuses with `invalid` what `writeCursor` has not written for this kind of list. */
export function readCursor(kind: CursorKind, cursor: string): number {
  const text = Buffer.from(cursor, 'base64url').toString()
  const at = Number(text.slice(1))
  if (/^.\d{1,15}$/.test(text) && writeCursor(kind, at) === cursor) return at
  throw new Refusal('invalid', '?after: is no cursor of this list', {
    path: '?after',
    rule: 'is no cursor of this list',
  })
}
