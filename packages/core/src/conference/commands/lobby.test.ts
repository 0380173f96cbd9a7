import { describe, expect, it } from 'vitest'
import type { TenantId } from '../../ids.ts'
import { MINUTE, SECOND } from '../../instant.ts'
import { ALICE, BOB, guest, join, KEY, Stage, T0, user } from '../../testing/given.ts'
import { account } from '../../testing/plan-people.ts'
import { nextDue } from '../next-due.ts'
import type { Settings } from '../settings.ts'
import type { Participant } from '../state.ts'

const LI = guest('Li')
const MEI = guest('Mei')
const HONG = guest('Hong')

/** A meeting with a waiting room, and Alice in it. */
function meeting(settings: Partial<Settings> = {}): Stage {
  const stage = Stage.booked({ waitingRoom: true, ...settings })
  stage.joins(ALICE, { proof: 'none' })
  return stage
}

function admit(stage: Stage, ...people: Participant[]): string[] {
  return stage.does(ALICE, { type: 'Admit', params: { ids: people.map(({ id }) => id) } })
}

function outcomes(stage: Stage): string[] {
  return stage.log.flatMap(({ type, data }) => (type === 'LobbyLeft' ? [data.outcome] : []))
}

describe('waiting', () => {
  it('[W1] newcomers wait, and are told that they do', () => {
    const stage = meeting()
    const { events, answer } = stage.decide(LI, join({ name: 'Li' }))
    expect(events.map(({ type }) => type)).toEqual(['LobbyEntered'])
    expect(answer).toMatchObject({ waiting: true, resumed: false, participantId: stage.named('Li').id })
    const presence = { is: 'waiting', since: T0, until: T0 + 15 * MINUTE, connected: true }
    expect(stage.named('Li').presence).toEqual(presence)
    expect(stage.decide(BOB, join({ name: 'Bob' })).answer.waiting).toBe(true)
  })

  it('[W1] the owner, host proof, an administrator and the invited do not wait', () => {
    const stage = meeting()
    stage.does(ALICE, { type: 'Invite', params: { people: [account(user('carol', '1000003'))] } })
    expect(stage.named('alice').presence.is).toBe('present')
    expect(stage.joins(HONG, { proof: 'host' }).presence.is).toBe('present')
    expect(stage.joins({ ...BOB, admin: true }, { proof: 'none' }).presence.is).toBe('present')
    expect(stage.joins(user('carol', '1000003'), { proof: 'none' }).presence.is).toBe('present')
  })

  it('[W1] who left or was lost returns without waiting, who was removed waits as nobody in particular', () => {
    const stage = Stage.booked()
    stage.joins(ALICE, { proof: 'none' })
    const li = stage.joins(LI)
    const mei = stage.joins(MEI)
    const hong = stage.joins(HONG, { proof: 'host' })
    stage.does(LI, { type: 'Leave', params: {} })
    stage.line(mei, 'closing')
    stage.tick(T0 + 10 * SECOND)
    stage.does(ALICE, { type: 'Remove', params: { ids: [hong.id], ban: false } })
    stage.does(ALICE, { type: 'ChangeSettings', params: { changes: { waitingRoom: true } } })
    expect(stage.joins(LI)).toMatchObject({ id: li.id, presence: { is: 'present' } })
    expect(stage.joins(MEI)).toMatchObject({ id: mei.id, presence: { is: 'present' } })
    expect(stage.joins(HONG)).toMatchObject({
      id: hong.id,
      role: 'participant',
      presence: { is: 'waiting' },
    })
  })

  it('[W1] [H1] a host who was removed and waits is host no more', () => {
    const stage = Stage.booked({ waitingRoom: true })
    const host = stage.joins(BOB, { proof: 'host' })
    stage.does(KEY, { type: 'Remove', params: { ids: [host.id], ban: false } })
    expect(stage.does(BOB, join({ name: 'Bob' }))).toEqual(['HostChanged', 'LobbyEntered'])
    expect(stage.run.hostId).toBeNull()
    expect(stage.person(host.id).role).toBe('participant')
  })

  it('[W2] nobody waits longer than 15 minutes', () => {
    const stage = meeting()
    stage.joins(LI)
    expect(nextDue(stage.conference!, stage.policies)).toBe(T0 + 15 * MINUTE)
    expect(stage.tick(T0 + 15 * MINUTE - 1)).toEqual([])
    expect(stage.tick(T0 + 15 * MINUTE)).toEqual(['LobbyLeft'])
    expect(outcomes(stage)).toEqual(['expired'])
  })

  it('[W2] a broken line keeps the place for the grace, and the time goes on', () => {
    const stage = meeting()
    const li = stage.joins(LI)
    stage.now = T0 + MINUTE
    expect(stage.line(li, 'down')).toEqual(['LobbyEntered'])
    expect(stage.person(li.id).presence).toMatchObject({ connected: false, until: T0 + 2 * MINUTE })
    stage.now = T0 + MINUTE + SECOND
    expect(stage.line(li, 'down')).toEqual([])
    stage.now = T0 + MINUTE
    expect(stage.line(li, 'up')).toEqual(['LobbyEntered'])
    expect(stage.person(li.id).presence).toMatchObject({ connected: true, until: T0 + 15 * MINUTE })
    stage.line(li, 'down')
    stage.line(li, 'closing')
    expect(stage.person(li.id).presence).toMatchObject({ connected: false, until: T0 + 70 * SECOND })
    expect(stage.tick(T0 + 70 * SECOND)).toEqual(['LobbyLeft'])
    expect(outcomes(stage)).toEqual(['aborted'])
  })

  it('[W2] a line that breaks at the end gives no time beyond it', () => {
    const stage = meeting()
    const li = stage.joins(LI)
    stage.now = T0 + 15 * MINUTE - 1
    stage.line(li, 'down')
    expect(stage.person(li.id).presence).toMatchObject({ until: T0 + 15 * MINUTE })
  })

  it('[W3] asking again keeps the place and the name, whatever has been locked meanwhile', () => {
    const stage = meeting()
    const li = stage.joins(LI)
    stage.does(ALICE, { type: 'ChangeSettings', params: { changes: { locked: true, joinScope: 'invited' } } })
    stage.now = T0 + MINUTE
    const { events, answer } = stage.decide(LI, join({ name: 'Another', proof: 'none' }))
    expect(events.map(({ type }) => type)).toEqual(['LobbyEntered'])
    expect(answer).toMatchObject({ waiting: true, resumed: true, participantId: li.id })
    expect(stage.person(li.id)).toMatchObject({
      name: 'Li',
      generation: 2,
      presence: { since: T0, until: T0 + 15 * MINUTE },
    })
    expect(stage.line(li, 'down')).toEqual([])
    expect(stage.refusal(MEI, join({ name: 'Mei' }))).toBe('invited-only')
  })

  it('[W3] [J1] who shows host proof while waiting waits no more', () => {
    const stage = meeting()
    stage.joins(LI)
    expect(stage.does(LI, join({ name: 'Li', proof: 'host' }))).toEqual(['LobbyLeft', 'ParticipantJoined'])
    expect(stage.named('Li').role).toBe('cohost')
  })

  it('[W9] who waits is not inside: no rights, no place, no occupation of the run', () => {
    const stage = Stage.booked({ waitingRoom: true }, { minutes: null })
    const li = stage.joins(LI)
    expect(stage.run.occupiedSince).toBeNull()
    expect(stage.refusal(LI, { type: 'Mute', params: {} })).toBe('not-inside')
    expect(stage.refusal(KEY, { type: 'Mute', params: { ids: [li.id] } })).toBe('no-participant')
    expect(stage.tick(T0 + 10 * MINUTE)).toEqual(['LobbyLeft', 'RunEnded', 'ConferenceClosed'])
  })

  it('[W9] [R2] who would have to wait begins no run', () => {
    const stage = Stage.booked({ waitingRoom: true }, { start: T0 })
    expect(stage.refusal(LI, join({ name: 'Li' }))).toBe('host-first')
    expect(stage.refusal(LI, { type: 'StartRun', params: { proof: 'guest' } })).toBe('host-first')
    expect(stage.does(LI, join({ name: 'Li', proof: 'host' }))).toContain('RunStarted')
  })

  it('[W9] the house bounds how many wait', () => {
    const stage = Stage.booked({ waitingRoom: true, maxParticipants: 2 })
    stage.policies = { ...stage.policies, maxParticipants: 3 }
    stage.joins(ALICE, { proof: 'none' })
    stage.joins(LI)
    stage.joins(MEI)
    expect(stage.refusal(HONG, join({ name: 'Hong' }))).toBe('full')
  })

  it('[J4] names of guests are unique at the door too', () => {
    const stage = meeting()
    stage.joins(LI)
    expect(stage.joins({ ...LI, guestId: 'w-2' as typeof LI.guestId }).name).toBe('Li (2)')
  })

  it('[J9] the scope keeps strangers from the waiting room too', () => {
    const stage = meeting({ joinScope: 'tenant' })
    const stranger = user('eve', '2000001', '2002' as TenantId)
    expect(stage.refusal(stranger, join({ name: 'Eve' }))).toBe('tenant-only')
  })
})

describe('letting in', () => {
  it('[W4] [J5] [J8] [J9] who is let in comes in within 30 s, without a password and through the lock', () => {
    const stage = meeting()
    const li = stage.joins(LI)
    expect(admit(stage, li)).toEqual(['LobbyLeft'])
    expect(stage.person(li.id).presence).toEqual({ is: 'joining', since: T0, until: T0 + 30 * SECOND })
    expect(admit(stage, li)).toEqual([])
    stage.does(ALICE, { type: 'ChangeSettings', params: { changes: { locked: true, joinScope: 'tenant' } } })
    const { events, answer } = stage.decide(LI, join({ name: 'Boss', proof: 'none' }))
    expect(events.map(({ type }) => type)).toEqual(['ParticipantJoined'])
    expect(answer).toMatchObject({ participantId: li.id, resumed: false })
    expect(answer.waiting).toBeUndefined()
    expect(stage.person(li.id)).toMatchObject({ name: 'Li', generation: 2, presence: { is: 'present' } })
  })

  it('[W4] [J6] a full conference refuses whom was let in too, for as long as it is full', () => {
    const stage = meeting({ maxParticipants: 2 })
    const [li, mei] = [stage.joins(LI), stage.joins(MEI)]
    admit(stage, li, mei)
    stage.joins(LI)
    expect(stage.refusal(MEI, join({ name: 'Mei' }))).toBe('full')
    stage.does(LI, { type: 'Leave', params: {} })
    expect(stage.joins(MEI).id).toBe(mei.id)
  })

  it('[W4] [W8] who does not come in time is forgotten', () => {
    const stage = meeting()
    const li = stage.joins(LI)
    admit(stage, li)
    expect(stage.tick(T0 + 30 * SECOND)).toEqual(['LobbyLeft'])
    expect(outcomes(stage)).toEqual(['admitted', 'aborted'])
    expect(Object.keys(stage.conference!.people)).not.toContain(li.id)
    expect(stage.joins(LI)).toMatchObject({ presence: { is: 'waiting' } })
  })

  it('[W4] [M5] mute all counts from the moment of entering', () => {
    const stage = meeting()
    stage.does(ALICE, { type: 'MuteAll', params: { mayUnmute: true } })
    const li = stage.joins(LI)
    const mei = stage.joins(MEI)
    admit(stage, li, mei)
    expect(stage.joins(MEI).mic.offByHost).toBe(true)
    stage.does(ALICE, { type: 'UnmuteAll', params: {} })
    expect(stage.joins(LI).mic.offByHost).toBe(false)
  })

  it('[W5] the host, cohosts and their equals let in and send away; others do not', () => {
    const stage = meeting()
    const li = stage.joins(LI)
    stage.joins(HONG, { proof: 'host' })
    const everybody = { all: true }
    for (const actor of [LI, BOB])
      for (const type of ['Admit', 'Refuse'] as const)
        expect(stage.refusal(actor, { type, params: everybody })).toBe('forbidden')
    expect(stage.refusal(LI, { type: 'ReturnToLobby', params: { ids: [li.id] } })).toBe('forbidden')
    expect(stage.refusal(HONG, { type: 'Admit', params: everybody })).toBeNull()
    expect(stage.refusal(KEY, { type: 'Refuse', params: { ids: [li.id] } })).toBeNull()
  })

  it('[W5] [A7] all means who waits now; of several named each is answered, one is the command', () => {
    const stage = meeting()
    const [li, mei] = [stage.joins(LI), stage.joins(MEI)]
    const stranger = 'nobody' as typeof li.id
    expect(stage.decide(ALICE, { type: 'Admit', params: { ids: [li.id, stranger] } }).answer.results).toEqual(
      [{ id: li.id }, { id: stranger, refused: 'no-participant' }],
    )
    expect(stage.refusal(ALICE, { type: 'Admit', params: { ids: [stranger] } })).toBe('no-participant')
    expect(stage.refusal(ALICE, { type: 'Admit', params: {} })).toBe('invalid')
    expect(stage.refusal(ALICE, { type: 'Refuse', params: { ids: [stage.named('alice').id] } })).toBe(
      'no-participant',
    )
    const { answer } = stage.decide(ALICE, { type: 'Refuse', params: { all: true } })
    expect(answer.results).toEqual([{ id: mei.id }])
    expect(stage.does(ALICE, { type: 'Admit', params: { all: true } })).toEqual([])
  })

  it('[W6] turning the waiting room off lets in everybody who waits, the longest first', () => {
    const stage = meeting()
    const hong = stage.joins(HONG, { proof: 'host' })
    const li = stage.joins(LI)
    stage.now = T0 + SECOND
    const mei = stage.joins(MEI)
    stage.does(LI, join({ name: 'Li' }))
    stage.now = T0 + 2 * SECOND
    stage.does(ALICE, { type: 'ReturnToLobby', params: { ids: [hong.id] } })
    const off = { type: 'ChangeSettings' as const, params: { changes: { waitingRoom: false } } }
    expect(stage.does(ALICE, off)).toEqual(['SettingsChanged', 'LobbyLeft', 'LobbyLeft', 'LobbyLeft'])
    const left = stage.log.slice(-3).map(({ data }) => (data as { participantId: string }).participantId)
    expect(left).toEqual([li.id, mei.id, hong.id])
    expect(stage.joins(LI, { proof: 'none' }).presence.is).toBe('present')
  })
})

describe('sending away', () => {
  it('[W8] who is refused is forgotten, and may ask again', () => {
    const stage = meeting()
    const li = stage.joins(LI)
    expect(stage.does(ALICE, { type: 'Refuse', params: { ids: [li.id] } })).toEqual(['LobbyLeft'])
    expect(outcomes(stage)).toEqual(['refused'])
    expect(Object.keys(stage.conference!.people)).toHaveLength(1)
    expect(stage.refusal(LI, join({ name: 'Li', proof: 'none' }))).toBe('password-needed')
    expect(stage.joins(LI).presence.is).toBe('waiting')
  })

  it('[W8] removing reaches the door too; a ban holds only who was inside', () => {
    const stage = meeting()
    const [li, mei] = [stage.joins(LI), stage.joins(MEI)]
    admit(stage, mei)
    const remove = (ban: boolean) => ({ type: 'Remove' as const, params: { ids: [li.id, mei.id], ban } })
    expect(stage.decide(ALICE, remove(true)).answer.results).toEqual([
      { id: li.id, refused: 'not-inside' },
      { id: mei.id, refused: 'not-inside' },
    ])
    expect(stage.does(ALICE, remove(false))).toEqual(['LobbyLeft', 'LobbyLeft'])
    expect(outcomes(stage)).toEqual(['admitted', 'refused', 'refused'])
  })

  it('[W16] the end of a run ends the waiting first', () => {
    const stage = meeting()
    admit(stage, stage.joins(LI))
    stage.joins(MEI)
    expect(stage.does(ALICE, { type: 'EndRun', params: {} })).toEqual([
      'LobbyLeft',
      'LobbyLeft',
      'ParticipantLeft',
      'RunVacated',
      'RunEnded',
      'ConferenceClosed',
    ])
    expect(outcomes(stage)).toEqual(['admitted', 'aborted', 'aborted'])
  })

  it('[W16] so does cancelling', () => {
    const stage = meeting()
    stage.joins(MEI)
    const cancel = { type: 'CancelConference' as const, params: { endRun: true } }
    expect(stage.does(ALICE, cancel)[0]).toBe('LobbyLeft')
  })
})
