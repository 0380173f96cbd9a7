import { deny } from './errors.ts'
import { MOST_ITEMS } from './limits.ts'

export type PageWish = { Limit?: number | undefined; NextToken?: string | undefined }

/** How many at most; refuses with `LimitSizeInvalid`. */
export function limitOf({ Limit = MOST_ITEMS }: PageWish): number {
  if (!Number.isInteger(Limit) || Limit < 1 || Limit > MOST_ITEMS)
    deny('LimitSizeInvalid', `Limit must be a whole number from 1 to ${MOST_ITEMS}`)
  return Limit
}

/** Null: from the start. Refuses with `NextTokenInvalid` what `writeToken` has not written. */
export function readToken({ NextToken }: PageWish): string | null {
  // Clients hand back the empty text of clouds that say so at the end.
  if (NextToken === undefined || NextToken === '') return null
  const place = Buffer.from(NextToken, 'base64url').toString()
  return writeToken(place) === NextToken
    ? place
    : deny('NextTokenInvalid', 'this NextToken is not one of ours')
}

export function writeToken(place: string): string {
  return Buffer.from(place).toString('base64url')
}

/** One page of what is sorted by `keyOf`: a place in the list stays right when other items come and go. */
export function page<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  wish: PageWish,
): { items: T[]; NextToken?: string; Total: number } {
  const limit = limitOf(wish)
  const after = readToken(wish)
  const sorted = [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const rest = after === null ? sorted : sorted.filter((item) => keyOf(item) > after)
  const shown = rest.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown,
    ...(last && rest.length > shown.length ? { NextToken: writeToken(keyOf(last)) } : {}),
    Total: items.length,
  }
}
