import { describe, expect, it } from 'vitest'
import type { Actor } from '../../actor.ts'
import { DAY, MINUTE } from '../../instant.ts'
import { ALICE, guest, KEY, Stage, T0 } from '../../testing/given.ts'
import type { CommandParams } from '../commands.ts'
import { LONGEST_PLAN_MINUTES, TITLE_LENGTH } from '../policies.ts'

function booking(changes: Partial<CommandParams['ScheduleConference']> = {}) {
  const sealed = { hostPassword: 's1', guestPassword: 's2', linkPassword: 's3', linkLookup: 'l', renewals: 0 }
  const owner = { userId: ALICE.userId, name: 'Alice', account: 'alice', number: '1000001' }
  const params = { title: 'Weekly', start: null, minutes: 60, owner, settings: {}, people: [], sealed }
  return { type: 'ScheduleConference' as const, params: { ...params, ...changes } }
}

describe('booking', () => {
  it('[S1] begins at once without a start, in the same append, else not', () => {
    const now = new Stage()
    expect(now.does(ALICE, booking())).toEqual(['ConferenceScheduled', 'RunStarted'])
    expect(new Set(now.log.map(({ cause }) => cause)).size).toBe(1)
    const scheduled = now.log[0]
    expect(scheduled?.type === 'ConferenceScheduled' && scheduled.data.nextRunId).toBe(now.run.id)
    const later = new Stage()
    expect(later.does(ALICE, booking({ start: T0 + MINUTE }))).toEqual(['ConferenceScheduled'])
    expect(later.conference?.state).toBe('scheduled')
  })

  it.each([
    ['no title', { title: '  ' }],
    ['too long a title', { title: 'x'.repeat(TITLE_LENGTH + 1) }],
    ['no time at all', { minutes: 0 }],
    ['part of a minute', { minutes: 1.5 }],
    ['more than a day', { minutes: LONGEST_PLAN_MINUTES + 1 }],
    ['a time that is over', { start: T0 - 60 * MINUTE, minutes: 60 }],
    ['a time years ahead', { start: T0 + 3 * 365 * DAY }],
  ])('[S2] refuses %s', (_what, changes) => {
    expect(new Stage().refusal(ALICE, booking(changes))).toBe('invalid')
  })

  it.each([
    ['the longest title', { title: 'x'.repeat(TITLE_LENGTH) }],
    ['a minute', { minutes: 1 }],
    ['a day', { minutes: LONGEST_PLAN_MINUTES }],
    ['an open end', { minutes: null }],
    ['a time that is almost over', { start: T0 - 60 * MINUTE + 1, minutes: 60 }],
  ])('[S2] takes %s', (_what, changes) => {
    expect(new Stage().refusal(ALICE, booking(changes))).toBeNull()
  })

  it('[S3] is for accounts and API keys only', () => {
    const token: Actor = { is: 'token', level: 'host', userId: ALICE.userId, name: 'host' }
    for (const actor of [guest('Li'), token]) expect(new Stage().refusal(actor, booking())).toBe('forbidden')
    for (const actor of [ALICE, KEY]) expect(new Stage().refusal(actor, booking())).toBeNull()
  })
})
