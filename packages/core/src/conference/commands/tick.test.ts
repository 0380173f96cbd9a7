import { describe, expect, it } from 'vitest'
import type { ParticipantId } from '../../ids.ts'
import { HOUR, MINUTE, SECOND } from '../../instant.ts'
import { ALICE, BOB, guest, join, KEY, Stage, T0, user } from '../../testing/given.ts'
import { nextDue } from '../next-due.ts'

const LI = guest('Li')

describe('presence', () => {
  it('[P2] a broken line is an interruption, and within the grace the same person is back', () => {
    const stage = Stage.booked()
    const li = stage.joins(LI)
    expect(stage.line(li, 'down')).toEqual(['ParticipantInterrupted'])
    expect(stage.tick(T0 + 59 * SECOND)).toEqual([])
    expect(stage.line(li, 'up')).toEqual(['ParticipantResumed'])
    expect(stage.person(li.id)).toMatchObject({ generation: 1, presence: { is: 'present', joinedAt: T0 } })
  })

  it('[P2] [P5] after the grace the person is lost, and the run vacated', () => {
    const stage = Stage.booked()
    stage.line(stage.joins(LI), 'down')
    expect(stage.tick(T0 + 60 * SECOND)).toEqual(['ParticipantLeft', 'RunVacated'])
    expect(stage.log.at(-2)).toMatchObject({ data: { reason: 'lost' } })
  })

  it('[P3] flowing media lengthen the grace, a closing page shortens it', () => {
    const stage = Stage.booked()
    const li = stage.joins(LI)
    stage.does(LI, { type: 'NoteMedia', params: { participantId: li.id, epoch: 1, mediaState: 'up' } })
    stage.line(li, 'down')
    expect(nextDue(stage.conference!, stage.policies)).toBe(T0 + 90 * SECOND)
    stage.line(li, 'closing')
    expect(nextDue(stage.conference!, stage.policies)).toBe(T0 + 10 * SECOND)
  })

  it('[P6] news about an older page change nothing', () => {
    const stage = Stage.booked()
    const old = stage.joins(LI)
    stage.does(LI, join({ name: 'Li' }))
    expect(stage.line(old, 'down')).toEqual([])
    expect(stage.named('Li').presence.is).toBe('present')
  })

  it('[P1] nobody but the house notes connections or keeps the time', () => {
    const stage = Stage.booked()
    const li = stage.joins(LI)
    expect(
      stage.refusal(LI, {
        type: 'NoteConnection',
        params: { participantId: li.id, generation: 1, line: 'down' },
      }),
    ).toBe('forbidden')
    expect(stage.refusal(KEY, { type: 'Tick', params: {} })).toBe('forbidden')
  })

  it('[P4] [P5] removal and the end are leaves too, the last one vacates', () => {
    const stage = Stage.booked()
    stage.joins(ALICE, { proof: 'none' })
    const li = stage.joins(LI)
    expect(stage.does(ALICE, { type: 'Remove', params: { ids: [li.id], ban: false } })).toEqual([
      'ParticipantLeft',
    ])
    expect(stage.does(ALICE, { type: 'EndRun', params: {} })).toEqual([
      'ParticipantLeft',
      'RunVacated',
      'RunEnded',
      'ConferenceClosed',
    ])
  })
})

describe('the host', () => {
  it('[H3] an absent host loses the place to the longest-present cohost', () => {
    const stage = Stage.booked()
    stage.joins(ALICE, { proof: 'none' })
    stage.now = T0 + SECOND
    stage.joins(guest('Hong'), { proof: 'host' })
    stage.now = T0 + 2 * SECOND
    stage.joins(guest('Mei'), { proof: 'host' })
    stage.does(ALICE, { type: 'Leave', params: {} })
    expect(stage.tick(T0 + 121 * SECOND)).toEqual([])
    expect(stage.tick(T0 + 122 * SECOND)).toEqual(['HostChanged'])
    expect(stage.run.hostId).toBe(stage.named('Hong').id)
    expect(stage.named('alice').role).toBe('participant')
  })

  it('[H3] whoever went out and came back is not the longest present', () => {
    const stage = Stage.booked()
    stage.joins(ALICE, { proof: 'none' })
    const hong = guest('Hong')
    stage.joins(hong, { proof: 'host' })
    const mei = stage.joins(guest('Mei'), { proof: 'host' })
    stage.does(hong, { type: 'Leave', params: {} })
    stage.now = T0 + SECOND
    stage.joins(hong, { proof: 'host' })
    stage.does(ALICE, { type: 'Leave', params: {} })
    stage.tick(T0 + 121 * SECOND)
    expect(stage.run.hostId).toBe(mei.id)
  })

  it('[H3] without a cohost the place stays vacant, and the owner gets it back on return', () => {
    const stage = Stage.booked()
    stage.joins(ALICE, { proof: 'none' })
    stage.joins(LI)
    stage.does(ALICE, { type: 'Leave', params: {} })
    stage.tick(T0 + 2 * MINUTE)
    expect(stage.run.hostId).toBeNull()
    expect(stage.does(ALICE, join({ name: 'Alice', proof: 'none' }))).toEqual([
      'ParticipantJoined',
      'HostChanged',
    ])
  })

  it('[H3] where anyone may follow, the longest-present account does, after any cohost, and no guest', () => {
    const stage = Stage.booked({ hostSuccession: 'anyone' })
    stage.joins(ALICE, { proof: 'none' })
    stage.joins(LI)
    stage.now = T0 + SECOND
    const bob = stage.joins(BOB)
    stage.now = T0 + 2 * SECOND
    stage.joins(user('carol', '1000003'))
    stage.does(ALICE, { type: 'Leave', params: {} })
    stage.tick(T0 + 2 * MINUTE + 2 * SECOND)
    expect(stage.run.hostId).toBe(bob.id)
    const cohost = stage.joins(guest('Hong'), { proof: 'host', media: false })
    stage.does(BOB, { type: 'Leave', params: {} })
    stage.tick(T0 + 5 * MINUTE)
    expect(stage.run.hostId).toBe(cohost.id)
  })

  it('[H3] without an account whose line is up the place stays vacant all the same', () => {
    const stage = Stage.booked({ hostSuccession: 'anyone' })
    stage.joins(ALICE, { proof: 'none' })
    stage.joins(LI)
    const bob = stage.joins(BOB)
    stage.does(ALICE, { type: 'Leave', params: {} })
    stage.now = T0 + 100 * SECOND
    stage.line(bob, 'down')
    stage.tick(T0 + 2 * MINUTE)
    expect(stage.person(bob.id).presence.is).toBe('interrupted')
    expect(stage.run.hostId).toBeNull()
  })

  it('[P3] the media of the page before count no more for the grace of the next', () => {
    const stage = Stage.booked()
    const li = stage.joins(LI)
    const up = { participantId: li.id, epoch: stage.run.media.epoch, mediaState: 'up' } as const
    stage.does(LI, { type: 'NoteMedia', params: up })
    const again = stage.joins(LI)
    expect(again.mediaState).toBe('none')
    stage.line(again, 'down')
    expect(stage.person(li.id).presence).toMatchObject({ until: T0 + stage.policies.graceMs })
  })

  it('[H4] a host who is back in time is still the host', () => {
    const stage = Stage.booked()
    const alice = stage.joins(ALICE, { proof: 'none' })
    stage.joins(LI)
    stage.line(alice, 'down')
    stage.tick(T0 + 60 * SECOND)
    stage.now = T0 + 100 * SECOND
    expect(stage.does(ALICE, join({ name: 'Alice', proof: 'none' }))).toEqual(['ParticipantJoined'])
    expect(stage.named('alice').role).toBe('host')
    expect(stage.tick(T0 + 10 * MINUTE)).toEqual([])
  })
})

describe('time', () => {
  it('[R3] [T3] the length counts from the start; an occupied run is prolonged, an empty one ends', () => {
    const stage = Stage.booked({}, { minutes: 30 })
    stage.joins(LI)
    expect(stage.tick(T0 + 30 * MINUTE - 1)).toEqual([])
    expect(stage.tick(T0 + 30 * MINUTE)).toEqual(['RunProlonged'])
    stage.does(LI, { type: 'Leave', params: {} })
    expect(stage.tick(T0 + 45 * MINUTE)).toEqual(['RunEnded', 'ConferenceClosed'])
  })

  it('[T3] without prolonging the run ends sharply', () => {
    const stage = Stage.booked({ prolongMinutes: 0 }, { minutes: 30 })
    stage.joins(LI)
    expect(stage.tick(T0 + 30 * MINUTE)).toEqual([
      'ParticipantLeft',
      'RunVacated',
      'RunEnded',
      'ConferenceClosed',
    ])
    expect(stage.log.at(-2)).toMatchObject({ data: { reason: 'planned' } })
  })

  it('[T4] an open-ended run ends after standing empty, and after a day at the latest', () => {
    const empty = Stage.booked({}, { minutes: null })
    expect(empty.tick(T0 + 10 * MINUTE)).toEqual(['RunEnded', 'ConferenceClosed'])
    const full = Stage.booked({}, { minutes: null })
    full.joins(LI)
    expect(full.tick(T0 + 24 * HOUR - 1)).toEqual([])
    expect(full.tick(T0 + 24 * HOUR)).toEqual([
      'ParticipantLeft',
      'RunVacated',
      'RunEnded',
      'ConferenceClosed',
    ])
  })

  it('[R4] a run is never prolonged beyond a day', () => {
    const stage = Stage.booked({}, { minutes: 23 * 60 })
    expect(stage.refusal(ALICE, { type: 'ProlongRun', params: { minutes: 61 } })).toBe('prolong-limit')
    expect(stage.does(ALICE, { type: 'ProlongRun', params: { minutes: 60 } })).toEqual(['RunProlonged'])
  })

  it('[T5] a reservation nobody holds lapses with its planned end', () => {
    const stage = Stage.booked({}, { start: T0 + HOUR, minutes: 30 })
    expect(stage.tick(T0 + 90 * MINUTE - 1)).toEqual([])
    expect(stage.tick(T0 + 90 * MINUTE)).toEqual(['ConferenceClosed'])
    expect(stage.refusal(LI, join({ name: 'Li' }))).toBe('ended')
  })

  it('[T6] time never runs back inside a conference', () => {
    const stage = Stage.booked()
    stage.now = T0 - HOUR
    stage.joins(LI)
    expect(stage.log.every(({ time }) => time === T0)).toBe(true)
  })

  it('[R6] [R7] a reopenable reservation may be held again; the invited stay, the rest is forgotten', () => {
    const invited = {
      ...Stage.booked().joins(BOB),
      id: 'b0b'.padEnd(32, '0') as ParticipantId,
      invited: true,
      presence: { is: 'invited' as const },
      generation: 0,
    }
    const stage = Stage.booked({ reopenable: true }, { people: [invited] })
    const first = stage.run.id
    stage.joins(LI)
    const bob = stage.joins(BOB, { proof: 'none' })
    stage.does(ALICE, { type: 'ChangeSettings', params: { changes: { locked: true } } })
    stage.does(ALICE, { type: 'EndRun', params: {} })
    expect(stage.conference).toMatchObject({ state: 'scheduled', settings: { locked: false } })
    expect(Object.keys(stage.conference!.people)).toEqual([bob.id])
    stage.does(ALICE, { type: 'StartRun', params: { proof: 'none' } })
    expect(stage.run.id).not.toBe(first)
    expect(stage.run.no).toBe(2)
  })

  it('[S6] [A5] cancelling a running conference needs the wish to end it', () => {
    const stage = Stage.booked()
    stage.joins(LI)
    expect(stage.refusal(BOB, { type: 'CancelConference', params: { endRun: true } })).toBe('forbidden')
    expect(stage.refusal(ALICE, { type: 'CancelConference', params: { endRun: false } })).toBe(
      'already-started',
    )
    expect(stage.does(ALICE, { type: 'CancelConference', params: { endRun: true } })).toEqual([
      'ParticipantLeft',
      'RunVacated',
      'RunEnded',
      'ConferenceCancelled',
    ])
  })
})
