import { expect } from 'vitest'
import type { Frame } from '#sockets/frame.ts'
import type { Push } from '../present/encoder.ts'
import type { NotifyType } from '../present/envelope.ts'
import type { Eyes } from '../present/identity.ts'

// biome-ignore lint/suspicious/noExplicitAny: what arrives on the wire is what is being tested
export type Message = any

export function messageOf({ text }: Frame): Message {
  return JSON.parse(text)
}

/** What one reader with these eyes and types gets of a flush. */
export function theirs(pushes: readonly Push[], types: ReadonlySet<NotifyType>, eyes: Eyes): Message[] {
  const mine = pushes.filter(({ type }) => types.has(type))
  return mine.map((push, at) => messageOf(push.frame(eyes, at === mine.length - 1)))
}

/** A client that does what [HW] 2.3 says: a full replaces, an increment merges by key and removes by mode 1. */
export class Client {
  readonly known = new Map<NotifyType, unknown>()
  /** What InviteResultNotify told: news, which no full repeats. */
  readonly results = new Set<string>()
  cursor: number | null = null
  private readonly versions = new Map<NotifyType, { full: number; next: number | null }>()

  receive(message: Message): void {
    const { action, msgMode, version, revision, data } = message
    const before = this.versions.get(action) ?? { full: 0, next: null }
    this.cursor = revision
    if (msgMode === 0) {
      expect(version).toBeGreaterThan(before.full)
      this.versions.set(action, { full: version, next: null })
      this.known.set(action, Array.isArray(data) && keyOf(action) ? listOf(action, data) : factsOf(message))
      return
    }
    if (before.next !== null) expect(version).toBe(before.next)
    this.versions.set(action, { full: before.full, next: version + 1 })
    if (action === 'InviteResultNotify') {
      for (const entry of data) this.results.add(JSON.stringify(entry))
      return
    }
    const list = new Map(this.known.get(action) as Map<string, unknown>)
    for (const entry of data) {
      if (entry.mode === 1) list.delete(entry[keyOf(action) as string])
      else list.set(entry[keyOf(action) as string], entry)
    }
    this.known.set(action, list)
  }

  /** A new connection counts anew: the catch-up carries the number the next increment continues. */
  reconnect(): void {
    for (const [type, { full }] of this.versions) this.versions.set(type, { full, next: null })
  }
}

function keyOf(action: NotifyType): string | null {
  if (action === 'AttendeesNotify') return 'phone'
  if (action === 'NetConditionNotify') return 'participantID'
  return action.endsWith('ParticipantsNotify') || action === 'WaitingListNotify' ? 'pid' : null
}

function listOf(action: NotifyType, data: Message[]): Map<string, unknown> {
  return new Map(data.map((entry) => [entry[keyOf(action) as string], entry]))
}

/** What a message says, without how it says it. */
function factsOf(message: Message): unknown {
  const { action, msgID, msgMode, version, createTime, revision, reset, ...facts } = message
  return facts
}
