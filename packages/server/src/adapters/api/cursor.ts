import { Refusal } from '@parley/core'

/** `position`: of the log over all conferences. `delivery`: of the list of deliveries. */
type CursorKind = 'position' | 'delivery'

const LETTERS: Record<CursorKind, string> = { position: 'p', delivery: 'd' }

/** A place in a list as callers carry it; what is inside is none of their business. */
export function writeCursor(kind: CursorKind, at: number): string {
  return Buffer.from(`${LETTERS[kind]}${at}`).toString('base64url')
}

/** Refuses with `invalid` what `writeCursor` has not written for this kind of list. */
export function readCursor(kind: CursorKind, cursor: string, pointer = '?after'): number {
  const text = Buffer.from(cursor, 'base64url').toString()
  const at = Number(text.slice(1))
  if (/^.\d{1,15}$/.test(text) && writeCursor(kind, at) === cursor) return at
  return noCursor(pointer)
}

/** A place in the list of rules, which is in the order of creation. */
export type RulePlace = { createdAt: number; id: string }

export function writeRuleCursor({ createdAt, id }: RulePlace): string {
  return Buffer.from(`r${createdAt}.${id}`).toString('base64url')
}

export function readRuleCursor(cursor: string): RulePlace {
  const [, createdAt, id] = /^r(\d{1,15})\.(.{1,64})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  const place = createdAt !== undefined && id !== undefined && { createdAt: Number(createdAt), id }
  if (place && writeRuleCursor(place) === cursor) return place
  return noCursor('?after')
}

function noCursor(pointer: string): never {
  const rule = 'is no cursor of this list'
  throw new Refusal('invalid', `${pointer}: ${rule}`, { path: pointer, rule })
}
