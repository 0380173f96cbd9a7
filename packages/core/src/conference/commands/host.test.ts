import { describe, expect, it } from 'vitest'
import type { Actor } from '../../actor.ts'
import { ALICE, BOB, guest, KEY, Stage, user } from '../../testing/given.ts'
import { DEFAULT_POLICIES } from '../policies.ts'

const HONG = guest('Hong')
const MEI = guest('Mei')
const LI = guest('Li')
const CLAIM = { type: 'ClaimHost', params: { proof: 'host' } } as const
const RELEASE = { type: 'ReleaseHost', params: {} } as const

function meeting(policies = DEFAULT_POLICIES): Stage {
  const stage = Stage.booked({}, { policies })
  stage.joins(HONG, { proof: 'host' })
  stage.joins(MEI)
  stage.joins(LI)
  return stage
}

const roles = (stage: Stage): Record<string, string> =>
  Object.fromEntries(Object.values(stage.conference!.people).map(({ name, role }) => [name, role]))

describe('the host’s place', () => {
  it('[H5] cohosts are made and unmade, once', () => {
    const stage = meeting()
    const mei = (on: boolean) => ({ type: 'SetCohost', params: { id: stage.named('Mei').id, on } }) as const
    expect(stage.does(HONG, mei(true))).toEqual(['CohostChanged'])
    expect(stage.does(HONG, mei(true))).toEqual([])
    expect(roles(stage)).toEqual({ Hong: 'host', Mei: 'cohost', Li: 'participant' })
    expect(stage.does(HONG, mei(false))).toEqual(['CohostChanged'])
    expect(stage.refusal(HONG, { type: 'SetCohost', params: { id: stage.named('Hong').id, on: true } })).toBe(
      'host-exempt',
    )
  })

  it('[H5] there are at most as many cohosts inside as the house allows', () => {
    const stage = meeting({ ...DEFAULT_POLICIES, maxCohosts: 1 })
    const set = (name: string, on: boolean) =>
      ({ type: 'SetCohost', params: { id: stage.named(name).id, on } }) as const
    stage.does(HONG, set('Mei', true))
    expect(stage.refusal(HONG, set('Li', true))).toBe('quota')
    expect(stage.refusal(HONG, set('Mei', true))).toBeNull()
    stage.does(HONG, set('Mei', false))
    expect(stage.refusal(HONG, set('Li', true))).toBeNull()
  })

  it('[H7] [H1] handing over makes a participant of who had the place', () => {
    const stage = meeting()
    const toLi = { type: 'TransferHost', params: { id: stage.named('Li').id } } as const
    expect(stage.does(HONG, toLi)).toEqual(['HostChanged'])
    expect(stage.log.at(-1)?.data).toMatchObject({
      from: { name: 'Hong' },
      to: { name: 'Li' },
      why: 'transferred',
    })
    expect(roles(stage)).toEqual({ Hong: 'participant', Mei: 'participant', Li: 'host' })
    expect(stage.refusal(HONG, toLi)).toBe('host-needed')
    expect(stage.does(KEY, toLi)).toEqual([])
  })

  it('[H7] the owner fills a free place, also from outside', () => {
    const stage = meeting()
    stage.does(HONG, RELEASE)
    stage.does(ALICE, { type: 'TransferHost', params: { id: stage.named('Mei').id } })
    expect(stage.log.at(-1)?.data).toMatchObject({ from: null, to: { name: 'Mei' } })
    expect(stage.refusal(ALICE, { type: 'TransferHost', params: { id: 'x' as never } })).toBe(
      'no-participant',
    )
  })

  it('[H7] [H6] a freed place is claimed with the host proof', () => {
    const stage = meeting()
    expect(stage.refusal(LI, CLAIM)).toBe('host-exists')
    expect(stage.refusal(LI, RELEASE)).toBe('not-host')
    expect(stage.does(HONG, RELEASE)).toEqual(['HostChanged'])
    expect(stage.log.at(-1)?.data).toMatchObject({ from: { name: 'Hong' }, to: null, why: 'released' })
    expect(stage.run.hostId).toBeNull()
    expect(stage.refusal(HONG, RELEASE)).toBe('not-host')
    for (const proof of ['none', 'guest', 'wrong'] as const)
      expect(stage.refusal(LI, { type: 'ClaimHost', params: { proof } })).toBe('wrong-password')
    expect(stage.does(LI, CLAIM)).toEqual(['HostChanged'])
    expect(stage.log.at(-1)?.data).toMatchObject({ from: null, to: { name: 'Li' }, why: 'claimed' })
    expect(stage.does(LI, CLAIM)).toEqual([])
  })

  it.each<[string, Actor]>([
    ['owner', ALICE],
    ['administrator of the tenant', { ...user('root', '1000009'), admin: true }],
  ])('[H6] the %s inside takes the place over, without a proof', (_who, actor) => {
    const stage = meeting()
    const claim = { type: 'ClaimHost', params: { proof: 'none' } } as const
    expect(stage.refusal(actor, claim)).toBe('not-inside')
    const { id } = stage.joins(actor, { proof: 'guest' })
    expect(stage.does(actor, claim)).toEqual(['HostChanged'])
    expect(stage.run.hostId).toBe(id)
    expect(stage.named('Hong').role).toBe('participant')
  })

  it('[H6] a host-level token claims for its person', () => {
    const stage = meeting()
    const bob = stage.joins(BOB)
    stage.does(HONG, RELEASE)
    const token: Actor = { is: 'token', level: 'host', userId: BOB.userId, name: 'bob' }
    stage.does(token, { type: 'ClaimHost', params: { proof: 'none' } })
    expect(stage.run.hostId).toBe(bob.id)
  })

  it('[H6] a host-level token of nobody claims the free place for somebody inside, and frees it of its host only', () => {
    const stage = meeting()
    const token: Actor = { is: 'token', level: 'host', userId: null, name: 'a program' }
    const li = stage.named('Li').id
    const hong = stage.named('Hong').id
    const claim = { type: 'ClaimHost', params: { proof: 'none', id: li } } as const
    expect(stage.refusal(token, claim)).toBe('host-exists')
    expect(stage.refusal(token, { type: 'ReleaseHost', params: { id: li } })).toBe('not-host')
    expect(stage.does(token, { type: 'ReleaseHost', params: { id: hong } })).toEqual(['HostChanged'])
    expect(stage.refusal(MEI, { type: 'ClaimHost', params: { proof: 'host', id: li } })).toBe('host-needed')
    expect(stage.refusal(token, { type: 'ClaimHost', params: { proof: 'none', id: 'x' as never } })).toBe(
      'no-participant',
    )
    expect(stage.does(token, claim)).toEqual(['HostChanged'])
    expect(stage.run.hostId).toBe(li)
  })
})
