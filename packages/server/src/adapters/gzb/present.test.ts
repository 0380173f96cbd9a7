import { readFileSync } from 'node:fs'
import { type Conference, EVENT_TYPES, evolve, type Recorded } from '@parley/core'
import { readEvent } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { presentEvent, topicOf } from './present.ts'

/** The log of one conference, and what each event is to either audience. */
type Pair = { event: Recorded; user: object; guest: object }
const pairs = JSON.parse(readFileSync(new URL('./fixtures/events.json', import.meta.url), 'utf8')) as Pair[]

describe('[WC] 4.9 events', () => {
  it('have an example each', () => {
    expect(new Set(pairs.map(({ event }) => event.type))).toEqual(new Set(EVENT_TYPES))
  })

  it('are shown as the examples say, and read back as they were shown', () => {
    let conference: Conference | null = null
    for (const { event, user, guest } of pairs) {
      conference = evolve(conference, event)
      for (const [audience, expected] of [
        ['user', user],
        ['guest', guest],
      ] as const) {
        const shown = JSON.parse(JSON.stringify(presentEvent(event, conference, audience)))
        expect(shown, `${event.type} to a ${audience}`).toEqual(expected)
        expect(readEvent(shown)).toEqual(expected)
      }
    }
  })

  it('show guests no account and nobody who is not a member', () => {
    for (const { event, guest } of pairs) {
      const text = JSON.stringify(guest)
      expect(text, event.type).not.toMatch(/"(userId|chairId|createdBy)"/)
      expect(text, event.type).not.toContain('"ann"')
    }
  })

  it('fall into the topics one chooses by', () => {
    expect(
      (
        ['conference.lockChanged', 'member.left', 'member.mediaChanged', 'conference.mediaMoved'] as never[]
      ).map(topicOf),
    ).toEqual(['conference', 'member', 'media', 'media'])
  })
})
