import type { Actor, Conference, GuestId, ParticipantId, Recorded, Role, RunId } from '@parley/core'
import { describe, expect, it } from 'vitest'
import { mayBeTold, mayHaveMoved, type Sight } from './sight.ts'

const [ANN, BOB, EVE] = ['ann', 'bob', 'eve'] as ParticipantId[]
const [EARLIER, NOW] = ['r1', 'r2'] as RunId[]

const chat = (runId: RunId | undefined, to: ParticipantId | null = null) =>
  ({ type: 'ChatPosted', runId, data: { participantId: ANN, to: to && { participantId: to } } }) as Recorded
const sight = (more: Partial<Sight> = {}): Sight => ({
  audience: 'guest',
  floor: false,
  me: BOB ?? null,
  runId: NOW ?? null,
  ...more,
})

describe('who reads what was written', () => {
  it('everybody in the run, and of two people those two, whoever has the floor', () => {
    expect(mayBeTold(chat(NOW), sight())).toBe(true)
    expect(mayBeTold(chat(NOW, BOB), sight())).toBe(true)
    expect(mayBeTold(chat(NOW, BOB), sight({ me: ANN ?? null }))).toBe(true)
    expect(mayBeTold(chat(NOW, BOB), sight({ me: EVE ?? null, floor: true }))).toBe(false)
    expect(mayBeTold(chat(NOW, BOB), sight({ me: null, floor: true, audience: 'user' }))).toBe(false)
  })

  it('nobody who was let into a later run, but accounts with the floor', () => {
    expect(mayBeTold(chat(EARLIER), sight())).toBe(false)
    expect(mayBeTold(chat(EARLIER), sight({ audience: 'user' }))).toBe(false)
    expect(mayBeTold(chat(EARLIER), sight({ floor: true }))).toBe(false)
    expect(mayBeTold(chat(EARLIER), sight({ floor: true, audience: 'user' }))).toBe(true)
  })
})

describe('whether the floor may have been gained or lost on the way', () => {
  const guestOf = (name: string) => ({ is: 'guest', guestId: name as GuestId, number: '9', name }) as const
  const actor: Actor = guestOf('bob')
  const by = (type: string, name: string, data: object = {}) =>
    ({ type, data: { who: guestOf(name), ...data } }) as unknown as Recorded
  const ranked = (role: Role) => ({ people: { [BOB as ParticipantId]: { role } } }) as unknown as Conference
  const nobody = { people: {} } as Conference
  const moved = (event: Recorded, now: Conference, me = BOB ?? null) =>
    mayHaveMoved([event], { ...sight(), me }, now, actor)

  it('by the own place and rank, never by those of others', () => {
    for (const now of [ranked('participant'), ranked('cohost')]) {
      expect(moved(by('CohostChanged', 'bob'), now)).toBe(true)
      expect(moved(by('CohostChanged', 'eve'), now)).toBe(false)
      for (const [from, to] of [
        ['bob', 'eve'],
        ['eve', 'bob'],
      ] as const) {
        const data = { from: { who: guestOf(from) }, to: { who: guestOf(to) } }
        expect(moved({ type: 'HostChanged', data } as unknown as Recorded, now)).toBe(true)
      }
      const data = { from: null, to: { who: guestOf('eve') } }
      expect(moved({ type: 'HostChanged', data } as unknown as Recorded, now)).toBe(false)
    }
  })

  it('by coming and going with a rank', () => {
    const left = by('ParticipantLeft', 'bob', { reason: 'left' })
    for (const event of [by('ParticipantJoined', 'bob'), left]) {
      expect(moved(event, ranked('cohost'))).toBe(true)
      expect(moved(event, ranked('participant'))).toBe(false)
      // Who is forgotten may have had one.
      expect(moved(event, nobody, null)).toBe(true)
      expect(moved(event, nobody)).toBe(true)
    }
    for (const type of ['ParticipantJoined', 'ParticipantLeft'])
      expect(moved(by(type, 'eve', { reason: 'removed' }), ranked('cohost'))).toBe(false)
  })

  it('by being removed, whatever one comes back as', () => {
    expect(moved(by('ParticipantLeft', 'bob', { reason: 'removed' }), ranked('participant'))).toBe(true)
  })
})
