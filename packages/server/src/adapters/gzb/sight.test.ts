import type { ParticipantId, Recorded, RunId } from '@parley/core'
import { describe, expect, it } from 'vitest'
import { mayBeTold, type Sight } from './sight.ts'

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
