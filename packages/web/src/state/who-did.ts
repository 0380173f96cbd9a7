import type { EventBy, MemberView } from '@parley/protocol'

/** What a name in a sentence may be: as it is, or with what the person is and by which door it came. */
export type Who =
  | string
  | { key: 'who.host' | 'who.cohost' | 'who.api' | 'who.hostApi' | 'who.cohostApi'; values: { name: string } }

/** "Li Wei (host, by API)": who did it and through what; null when it happened by itself. */
export function whoDid(
  event: { actor: string | null; by?: EventBy | undefined },
  members: readonly MemberView[],
): Who | null {
  const actor = members.find((member) => member.memberId === event.actor)
  const name = event.by?.name ?? actor?.displayName
  if (name === undefined) return null
  const api = event.by !== undefined && event.by.via !== 'page'
  const values = { name }
  if (actor?.role === 'chair') return { key: api ? 'who.hostApi' : 'who.host', values }
  if (actor?.role === 'cohost') return { key: api ? 'who.cohostApi' : 'who.cohost', values }
  return api ? { key: 'who.api', values } : name
}
