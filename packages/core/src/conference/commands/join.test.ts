import { describe, expect, it } from 'vitest'
import type { GuestId, TenantId } from '../../ids.ts'
import { HOUR, MINUTE } from '../../instant.ts'
import { ALICE, BOB, guest, join, KEY, Stage, T0, user } from '../../testing/given.ts'
import { DEFAULT_POLICIES } from '../policies.ts'
import type { RunSettings } from '../settings.ts'

const LI = guest('Li')

describe('joining', () => {
  it('[J1] [R1] the first entitled person begins the run, occupies it and becomes host', () => {
    const stage = Stage.booked({}, { start: T0 + 5 * MINUTE })
    expect(stage.does(ALICE, join({ name: 'Alice', proof: 'none' }))).toEqual([
      'RunStarted',
      'RunOccupied',
      'ParticipantJoined',
      'HostChanged',
    ])
    expect(stage.run.hostId).toBe(stage.named('Alice').id)
    expect(stage.run.startedAt).toBe(T0)
  })

  it('[R2] others may not begin long before the planned start, the owner may', () => {
    const stage = Stage.booked({}, { start: T0 + HOUR })
    expect(stage.refusal(LI, join({ name: 'Li' }))).toBe('not-started')
    stage.now = T0 + HOUR - 15 * MINUTE
    expect(stage.refusal(LI, join({ name: 'Li' }))).toBeNull()
    const early = Stage.booked({}, { start: T0 + HOUR })
    expect(early.refusal(ALICE, join({ name: 'Alice', proof: 'none' }))).toBeNull()
  })

  it('[R2] a conference may wait for its host', () => {
    const stage = Stage.booked({ guestMayStart: false }, { start: T0 })
    expect(stage.refusal(LI, join({ name: 'Li' }))).toBe('host-first')
    expect(stage.refusal(LI, join({ name: 'Li', proof: 'host' }))).toBeNull()
  })

  it('[J2] who was lost comes back as the same participant, with name, host mute and role', () => {
    const stage = Stage.booked()
    stage.joins(ALICE, { proof: 'none' })
    const li = stage.joins(LI)
    stage.does(ALICE, { type: 'Mute', params: { ids: [li.id] } })
    stage.does(ALICE, { type: 'Rename', params: { id: li.id, name: 'Li Wei' } })
    stage.line(li, 'down')
    stage.tick(T0 + 2 * MINUTE)
    expect(stage.person(li.id).presence.is).toBe('gone')
    const back = stage.joins(LI)
    expect(back).toMatchObject({ id: li.id, name: 'Li Wei', generation: 2, mic: { offByHost: true } })
    expect(stage.log.filter(({ type }) => type === 'ParticipantJoined')).toHaveLength(3)
  })

  it('[J3] a second page takes over, without a leave or a second join', () => {
    const stage = Stage.booked()
    stage.joins(LI)
    expect(stage.does(LI, join({ name: 'Li' }))).toEqual(['ParticipantResumed'])
    expect(stage.log.at(-1)).toMatchObject({ data: { how: 'takeover', generation: 2 } })
    stage.line(stage.named('Li'), 'down')
    expect(stage.does(LI, join({ name: 'Li' }))).toEqual(['ParticipantResumed'])
    expect(stage.log.at(-1)).toMatchObject({ data: { how: 'back', generation: 3 } })
  })

  it("[J4] renaming gives a guest nobody else's name", () => {
    const stage = Stage.booked()
    stage.joins(ALICE, { proof: 'none', name: 'Alice' })
    const li = stage.joins(LI)
    stage.does(LI, { type: 'Rename', params: { id: li.id, name: 'Alice' } })
    expect(stage.person(li.id).name).toBe('Alice (2)')
    expect(stage.does(LI, { type: 'Rename', params: { id: li.id, name: 'Alice (2)' } })).toEqual([])
  })

  it('[J11] names carry no control characters, no marks that turn text around, no half characters', () => {
    const named = (name: string) => Stage.booked().joins(guest('x'), { name }).name
    expect(named('a\u0000b\r\nc')).toBe('a b c')
    expect(named('\u202eecilA\u2066')).toBe('ecilA')
    expect(named('\ud800Li')).toBe('Li')
    expect(named('👩‍👩‍👧‍👦 مرحبا')).toBe('👩‍👩‍👧‍👦 مرحبا')
    expect(named(`a${'😀'.repeat(60)}`)).toBe(`a${'😀'.repeat(47)}`)
    expect(named('\u200b\u202e')).toBe('x')
    const stage = Stage.booked()
    const li = stage.joins(LI)
    expect(stage.refusal(LI, { type: 'Rename', params: { id: li.id, name: '\u200b \u2068' } })).toBe(
      'invalid',
    )
  })

  it('[J7] who was removed returns as nobody in particular: neither host nor cohost', () => {
    const carol = user('carol', '1000003')
    const stage = Stage.booked()
    const host = stage.joins(BOB, { proof: 'host' })
    const cohost = stage.joins(carol, { proof: 'host' })
    expect([stage.run.hostId, cohost.role]).toEqual([host.id, 'cohost'])
    stage.does(KEY, { type: 'Remove', params: { ids: [host.id, cohost.id], ban: false } })
    expect(stage.joins(carol).role).toBe('participant')
    expect(stage.joins(BOB).role).toBe('participant')
    expect(stage.run.hostId).toBeNull()
    stage.does(KEY, { type: 'Remove', params: { ids: [host.id], ban: false } })
    expect(stage.joins(BOB, { proof: 'host' }).role).toBe('host')
  })

  it('[M5] mute all holds for who was inside before and returns', () => {
    const stage = Stage.booked()
    stage.joins(ALICE, { proof: 'none' })
    stage.joins(LI)
    stage.does(LI, { type: 'Leave', params: {} })
    stage.does(ALICE, { type: 'MuteAll', params: { mayUnmute: false } })
    expect(stage.joins(LI).mic.offByHost).toBe(true)
    expect(stage.refusal(LI, { type: 'Unmute', params: {} })).toBe('held-by-host')
  })

  it('[J4] names of guests are unique among people', () => {
    const stage = Stage.booked()
    stage.joins(LI)
    const second = { ...LI, guestId: 'w-2' as typeof LI.guestId }
    expect(stage.joins(second).name).toBe('Li (2)')
    const third = { ...LI, guestId: 'w-3' as typeof LI.guestId }
    expect(stage.joins(third).name).toBe('Li (3)')
  })

  it('[J5] a lock holds for newcomers only', () => {
    const stage = Stage.booked()
    stage.joins(ALICE, { proof: 'none' })
    const li = stage.joins(LI)
    stage.does(LI, { type: 'Leave', params: {} })
    stage.does(ALICE, { type: 'ChangeSettings', params: { changes: { locked: true } } })
    expect(stage.refusal(guest('Mei'), join({ name: 'Mei' }))).toBe('locked')
    expect(stage.joins(LI).id).toBe(li.id)
    expect(stage.refusal(guest('Hong'), join({ name: 'Hong', proof: 'host' }))).toBeNull()
  })

  it('[J6] a full conference admits nobody', () => {
    const stage = Stage.booked({ maxParticipants: 2 })
    stage.joins(LI)
    stage.joins(guest('Mei'))
    expect(stage.refusal(guest('Hong'), join({ name: 'Hong' }))).toBe('full')
  })

  it('[J6] a house smaller than the default is full at its own size, and books no more than it holds', () => {
    const policies = { ...DEFAULT_POLICIES, maxParticipants: 2 }
    const stage = Stage.booked({}, { policies })
    expect(stage.conference?.settings.maxParticipants).toBe(2)
    stage.joins(LI)
    stage.joins(guest('Mei'))
    expect(stage.refusal(guest('Hong'), join({ name: 'Hong' }))).toBe('full')
    expect(() => Stage.booked({ maxParticipants: 3 }, { policies })).toThrow('maxParticipants is 1 to 2')
  })

  it('[J6] a house that became smaller after the booking is full at its own size', () => {
    const stage = Stage.booked({ maxParticipants: 3 })
    stage.policies = { ...DEFAULT_POLICIES, maxParticipants: 1 }
    stage.joins(LI)
    expect(stage.refusal(guest('Mei'), join({ name: 'Mei' }))).toBe('full')
  })

  it('[J7] a ban holds for the run, a removal needs a new proof', () => {
    const stage = Stage.booked()
    stage.joins(ALICE, { proof: 'none' })
    const li = stage.joins(LI)
    const mei = stage.joins(guest('Mei'))
    stage.does(ALICE, { type: 'Remove', params: { ids: [li.id], ban: true } })
    stage.does(ALICE, { type: 'Remove', params: { ids: [mei.id], ban: false } })
    expect(stage.refusal(LI, join({ name: 'Li' }))).toBe('banned')
    expect(stage.refusal(guest('Mei'), join({ name: 'Mei', proof: 'none' }))).toBe('password-needed')
    expect(stage.refusal(guest('Mei'), join({ name: 'Mei' }))).toBeNull()
  })

  it('[J7] a guest who takes the link again is somebody new: a lock, a waiting room or the scope keeps them out', () => {
    const stage = Stage.booked()
    stage.joins(ALICE, { proof: 'none' })
    const ban = { ids: [stage.joins(LI).id], ban: true }
    stage.does(ALICE, { type: 'Remove', params: ban })
    const again = { ...LI, guestId: 'w-again' as GuestId }
    const change = (changes: Partial<RunSettings>) =>
      stage.does(ALICE, { type: 'ChangeSettings', params: { changes } })
    change({ locked: true })
    expect(stage.refusal(again, join({ name: 'Li' }))).toBe('locked')
    change({ locked: false, joinScope: 'tenant' })
    expect(stage.refusal(again, join({ name: 'Li' }))).toBe('tenant-only')
    change({ joinScope: 'everyone', waitingRoom: true })
    expect(stage.decide(again, join({ name: 'Li' })).answer.waiting).toBe(true)
    stage.does(again, { type: 'Leave', params: {} })
    change({ waitingRoom: false })
    expect(stage.joins(again).id).not.toBe(ban.ids[0])
  })

  it('[J8] a password is needed, and the right one', () => {
    const stage = Stage.booked()
    expect(stage.refusal(BOB, join({ name: 'Bob', proof: 'none' }))).toBe('password-needed')
    expect(stage.refusal(BOB, join({ name: 'Bob', proof: 'wrong' }))).toBe('wrong-password')
    expect(stage.refusal(BOB, join({ name: 'Bob' }))).toBeNull()
  })

  it('[J9] the scope keeps strangers out', () => {
    const stranger = user('eve', '2000001', '2002' as TenantId)
    expect(Stage.booked({ joinScope: 'tenant' }).refusal(LI, join({ name: 'Li' }))).toBe('tenant-only')
    expect(Stage.booked({ joinScope: 'tenant' }).refusal(stranger, join({ name: 'Eve' }))).toBe('tenant-only')
    expect(Stage.booked({ joinScope: 'tenant' }).refusal(BOB, join({ name: 'Bob' }))).toBeNull()
    expect(Stage.booked({ joinScope: 'invited' }).refusal(BOB, join({ name: 'Bob' }))).toBe('invited-only')
    expect(
      Stage.booked({ joinScope: 'invited' }).refusal(ALICE, join({ name: 'Alice', proof: 'none' })),
    ).toBeNull()
  })

  it('[J10] a mesh takes four people with media and any number of watchers', () => {
    const stage = Stage.booked()
    for (const name of ['A', 'B', 'C', 'D']) stage.joins(guest(name))
    expect(stage.refusal(guest('E'), join({ name: 'E' }))).toBe('no-media')
    expect(stage.joins(guest('E'), { media: false }).media).toEqual({ audio: false, video: false })
    expect(stage.joins(guest('F'), { media: false }).mic.offBySelf).toBe(true)
    // Another page of a watcher wants media: watching goes on until a place is free.
    expect(stage.joins(guest('E'))).toMatchObject({ generation: 2, media: { audio: false, video: false } })
    stage.does(guest('A'), { type: 'Leave', params: {} })
    expect(stage.joins(guest('E'))).toMatchObject({ generation: 3, media: { audio: true, video: true } })
  })

  it('[H2] host proof enters as host if there is none, else as cohost', () => {
    const stage = Stage.booked()
    stage.joins(guest('Hong'), { proof: 'host' })
    stage.joins(ALICE, { proof: 'none' })
    expect(stage.named('Hong').role).toBe('host')
    expect(stage.named('alice').role).toBe('cohost')
  })

  it('[H2] somebody inside who shows host proof gets the free place', () => {
    const stage = Stage.booked()
    stage.joins(BOB)
    expect(stage.named('bob').role).toBe('participant')
    expect(stage.does(BOB, join({ name: 'Bob', proof: 'host' }))).toEqual([
      'ParticipantResumed',
      'HostChanged',
    ])
    expect(stage.named('bob').role).toBe('host')
  })

  it('[M5] [F8] who enters during a roll call is muted, the host is not', () => {
    const stage = Stage.booked()
    const li = stage.joins(LI)
    const spotlight = { on: 'rollCall' as const, participantId: li.id }
    stage.does(KEY, { type: 'Spotlight', params: { spotlight } })
    expect(stage.joins(guest('Mei')).mic.offByHost).toBe(true)
    expect(stage.joins(ALICE, { proof: 'none' }).mic.offByHost).toBe(false)
    stage.does(KEY, { type: 'Spotlight', params: { spotlight: { on: 'nobody' } } })
    expect(stage.joins(guest('Hong')).mic.offByHost).toBe(false)
  })

  it('[M6] where people may not open their camera they enter with it closed', () => {
    const stage = Stage.booked({ mayOpenCamera: false })
    expect(stage.joins(LI).camera).toEqual({ offBySelf: true, offByHost: false })
    expect(stage.joins(ALICE, { proof: 'none' }).camera.offBySelf).toBe(false)
  })

  it('[M5] who enters a muted conference is muted, the host is not', () => {
    const stage = Stage.booked()
    stage.joins(LI)
    stage.decide(
      { is: 'token', level: 'host', userId: null, name: 'host' },
      { type: 'MuteAll', params: { mayUnmute: true } },
    )
    expect(stage.joins(guest('Mei')).mic.offByHost).toBe(true)
    expect(stage.joins(ALICE, { proof: 'none' }).mic.offByHost).toBe(false)
  })
})
