import { readFileSync } from 'node:fs'
import {
  type Conference,
  type ConferenceId,
  EVENT_TYPES,
  evolve,
  type ParticipantId,
  type Recorded,
  type Signal,
} from '@parley/core'
import { ephemeralData, readEvent } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { presentEvent, topicOf } from './present.ts'
import { presentSignal } from './present-signal.ts'
import { mayBeTold, type Sight } from './sight.ts'

/** The log of one conference, and what each event is to a chair with an account and to a mere guest; null: not told. */
type Pair = { event: Recorded; user: object | null; guest: object | null }
const pairs = JSON.parse(readFileSync(new URL('./fixtures/events.json', import.meta.url), 'utf8')) as Pair[]
const runId = pairs.find(({ event }) => event.type === 'ChatPosted')?.event.runId ?? null
const SIGHTS: readonly (readonly ['user' | 'guest', Sight])[] = [
  ['user', { audience: 'user', floor: true, me: null, runId }],
  ['guest', { audience: 'guest', floor: false, me: null, runId }],
]

describe('[WC] 4.9 events', () => {
  it('have an example each', () => {
    expect(new Set(pairs.map(({ event }) => event.type))).toEqual(new Set(EVENT_TYPES))
  })

  it('are shown as the examples say, and read back as they were shown', () => {
    let conference: Conference | null = null
    for (const pair of pairs) {
      const { event } = pair
      conference = evolve(conference, event)
      for (const [reader, sight] of SIGHTS) {
        const expected = pair[reader]
        expect(mayBeTold(event, sight), `${event.type} to a ${reader}`).toBe(expected !== null)
        if (!expected) continue
        const shown = JSON.parse(JSON.stringify(presentEvent(event, conference, sight)))
        expect(shown, `${event.type} to a ${reader}`).toEqual(expected)
        expect(readEvent(shown)).toEqual(expected)
      }
    }
  })

  it('tell who waits to those alone who can let in, and what was written to one person to those two', () => {
    const told = (type: string, sight: Sight) =>
      pairs.filter(({ event }) => event.type === type && mayBeTold(event, sight)).length
    const [[, chair], [, guest]] = SIGHTS as [[string, Sight], [string, Sight]]
    expect([told('LobbyEntered', chair), told('LobbyEntered', guest)]).toEqual([3, 0])
    expect([told('ChatPosted', chair), told('ChatPosted', guest)]).toEqual([1, 1])
    const { event } = pairs.findLast((one) => one.event.type === 'ChatPosted') as Pair
    const { data } = event as Recorded<'ChatPosted'>
    for (const me of [data.participantId, data.to?.participantId ?? null])
      expect(mayBeTold(event, { ...guest, me })).toBe(true)
  })

  it('show guests no account and nobody who is not a member', () => {
    for (const { event, guest } of pairs) {
      const text = JSON.stringify(guest)
      expect(text, event.type).not.toMatch(/"(userId|chairId|createdBy)"/)
      expect(text, event.type).not.toMatch(/"(ann|bob|k1)"/)
    }
  })

  it('are as live as the protocol has them', () => {
    const id = '0'.repeat(32) as ParticipantId
    const common = { conferenceId: '123456789' as ConferenceId, at: 5 }
    const line = { rttMs: 40, jitterMs: 2, lossUp: 0, lossDown: 1, kbpsUp: 900, kbpsDown: 2_000 }
    const signals: Signal[] = [
      { ...common, type: 'Speakers', active: id, loudest: [{ participantId: id, name: 'Li', level: 60 }] },
      { ...common, type: 'Network', samples: [{ participantId: id, up: 5, down: 4, ...line }] },
      {
        ...common,
        type: 'Caption',
        lineId: '1',
        participantId: id,
        texts: [{ language: 'zh-CN', text: '早' }],
        final: true,
        beginMs: 0,
        endMs: 900,
      },
      { ...common, type: 'Asked', participantId: id, medium: 'mic', on: true, by: 'Ann' },
      { ...common, type: 'Reaction', participantId: id, name: 'Li', reaction: 'clap' },
    ]
    const shown = signals.map((signal) => JSON.parse(JSON.stringify(presentSignal(signal, 7, 'e'))))
    expect(shown.map(({ data }) => data)).toEqual([
      { active: id, speakers: [{ memberId: id, level: 60 }], reported: true },
      {
        items: [
          {
            memberId: id,
            up: 5,
            down: 4,
            rtt: 40,
            jitter: 2,
            lossUp: 0,
            lossDown: 1,
            kbpsUp: 900,
            kbpsDown: 2_000,
          },
        ],
      },
      {
        lineId: '1',
        memberId: id,
        texts: [{ language: 'zh-CN', text: '早' }],
        final: true,
        beginMs: 0,
        endMs: 900,
      },
      { memberId: id, medium: 'mic', on: true, by: 'Ann' },
      { memberId: id, displayName: 'Li', reaction: 'clap' },
    ])
    for (const one of shown) expect(readEvent(one)).toEqual(one)
    expect(new Set(shown.map(({ type }) => type))).toEqual(new Set(Object.keys(ephemeralData)))
  })

  it('fall into the topics one chooses by', () => {
    expect(
      (
        [
          'conference.lockChanged',
          'member.left',
          'member.mediaChanged',
          'conference.mediaMoved',
          'member.invited',
          'chat.posted',
        ] as never[]
      ).map(topicOf),
    ).toEqual(['conference', 'member', 'media', 'media', 'invite', 'conference'])
  })
})
