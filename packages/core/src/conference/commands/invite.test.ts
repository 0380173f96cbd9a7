import { describe, expect, it } from 'vitest'
import type { Actor } from '../../actor.ts'
import { MINUTE, SECOND } from '../../instant.ts'
import { ALICE, BOB, guest, join, KEY, Stage, T0, user } from '../../testing/given.ts'
import { account } from '../../testing/plan-people.ts'
import type { Command, Invitee } from '../commands.ts'
import { nextDue } from '../next-due.ts'
import type { Settings } from '../settings.ts'

const LI = guest('Li')
const HONG = guest('Hong')
const CAROL = user('carol', '1000003')
const PHONE: Invitee = { who: { is: 'phone', number: '8613800000000' }, name: 'Zhang', role: 'participant' }
const HOST_TOKEN: Actor = { is: 'token', level: 'host', userId: null, name: 'host' }

/** Alice is host, Hong cohost, Li a participant. */
function meeting(settings: Partial<Settings> = {}): Stage {
  const stage = Stage.booked(settings)
  stage.joins(ALICE, { proof: 'none', name: 'Alice' })
  stage.joins(HONG, { proof: 'host' })
  stage.joins(LI)
  return stage
}

function invite(...people: Invitee[]): Extract<Command, { type: 'Invite' }> {
  return { type: 'Invite', params: { people } }
}

function uninvite(...ids: string[]): Extract<Command, { type: 'Uninvite' }> {
  return { type: 'Uninvite', params: { ids: ids as never } }
}

function answers(
  stage: Stage,
  name: string,
  answer: 'accept' | 'decline' | 'busy',
): Extract<Command, { type: 'AnswerInvitation' }> {
  const { invitation } = stage.named(name)
  return { type: 'AnswerInvitation', params: { invitationId: invitation?.id ?? ('none' as never), answer } }
}

function settled(stage: Stage): string[] {
  return stage.log.flatMap(({ type, data }) => (type === 'InvitationSettled' ? [data.outcome] : []))
}

describe('inviting', () => {
  it('[W10] the host, cohosts and their equals invite, people inside if the conference says so', () => {
    for (const actor of [ALICE, HONG, KEY, HOST_TOKEN])
      expect(meeting().refusal(actor, invite(account(BOB)))).toBeNull()
    for (const actor of [LI, BOB]) expect(meeting().refusal(actor, invite(account(CAROL)))).toBe('forbidden')
    const open = meeting({ participantsMayInvite: true })
    expect(open.refusal(LI, invite(account(BOB)))).toBeNull()
    expect(open.refusal(CAROL, invite(account(CAROL)))).toBe('forbidden')
    expect(open.refusal(ALICE, invite())).toBe('invalid')
  })

  it('[W10] a cohost’s place is the chair’s to give', () => {
    const stage = meeting({ participantsMayInvite: true })
    for (const actor of [HONG, LI])
      expect(stage.refusal(actor, invite(PHONE, account(BOB, 'cohost')))).toBe('host-needed')
    stage.does(ALICE, invite(account(BOB, 'cohost')))
    expect(stage.joins(BOB, { proof: 'none' }).role).toBe('cohost')
  })

  it('[W10] there is nobody to call before and after a run', () => {
    const stage = Stage.booked({}, { start: T0 + MINUTE })
    expect(stage.refusal(ALICE, invite(account(BOB)))).toBe('not-started')
    const over = meeting()
    over.does(ALICE, { type: 'EndRun', params: {} })
    expect(over.refusal(ALICE, invite(account(BOB)))).toBe('ended')
  })

  it('[W11] an account is put on the list and rings for 60 s', () => {
    const stage = meeting()
    const { events, answer } = stage.decide(ALICE, invite(account(BOB)))
    expect(events.map(({ type }) => type)).toEqual(['PersonInvited', 'CallStarted'])
    const bob = stage.named('bob')
    const { invitation } = bob
    expect(answer.invitations).toEqual([
      { participantId: bob.id, invitationId: invitation?.id, state: 'calling' },
    ])
    expect(events[0]).toMatchObject({
      data: { invited: true, by: 'Alice', until: T0 + MINUTE, card: { presence: { is: 'invited' } } },
    })
    expect(bob).toMatchObject({
      invited: true,
      invitation: { by: 'Alice' },
      presence: { is: 'calling', since: T0, until: T0 + MINUTE },
    })
    expect(nextDue(stage.conference!, stage.policies)).toBe(T0 + MINUTE)
    expect(stage.tick(T0 + MINUTE - 1)).toEqual([])
    expect(stage.tick(T0 + MINUTE)).toEqual(['InvitationSettled'])
    expect(stage.named('bob')).toMatchObject({ invited: true, invitation: null, presence: { is: 'invited' } })
    expect(settled(stage)).toEqual(['unanswered'])
  })

  it('[W11] inviting again while it rings changes nothing, afterwards it rings anew', () => {
    const stage = meeting()
    const first = stage.decide(ALICE, invite(account(BOB))).answer.invitations
    const again = stage.decide(HONG, invite(account(BOB)))
    expect(again.events).toEqual([])
    expect(again.answer.invitations).toEqual(first)
    stage.tick(T0 + MINUTE)
    const next = stage.decide(ALICE, invite(account(BOB))).answer.invitations
    expect(next?.[0]).toMatchObject({ participantId: first?.[0]?.participantId, state: 'calling' })
    expect(next).not.toEqual(first)
  })

  it('[W11] somebody inside or at the door is not called', () => {
    const stage = meeting({ waitingRoom: true })
    stage.joins(BOB)
    expect(stage.refusal(ALICE, invite(account(BOB)))).toBe('conflict')
    const { answer } = stage.decide(ALICE, invite(account(BOB), account(ALICE), account(CAROL)))
    expect(answer.invitations).toMatchObject([
      { participantId: stage.named('bob').id, state: 'refused', refused: 'conflict' },
      { participantId: stage.named('Alice').id, state: 'refused', refused: 'conflict' },
      { participantId: stage.named('carol').id, state: 'calling' },
    ])
  })

  it('[W12] a number nobody here holds is unreachable at once, in the same append', () => {
    const stage = meeting()
    const { events, answer } = stage.decide(ALICE, invite(PHONE))
    expect(events.map(({ type }) => type)).toEqual(['PersonInvited', 'InvitationSettled'])
    expect(events[1]).toMatchObject({ data: { outcome: 'unreachable', rang: false, until: T0 } })
    expect(answer.invitations).toMatchObject([{ state: 'unreachable' }])
    expect(stage.named('Zhang')).toMatchObject({
      invited: true,
      invitation: null,
      presence: { is: 'invited' },
    })
    expect(stage.decide(ALICE, invite(PHONE)).answer.invitations?.[0]?.participantId).toBe(
      stage.named('Zhang').id,
    )
    stage.does(ALICE, invite({ ...PHONE, who: { is: 'phone', number: '86100' }, name: ' ' }))
    expect(stage.named('86100').invited).toBe(true)
  })

  it('[W14] who was kept out is not called, and there has to be room', () => {
    const stage = meeting({ maxParticipants: 4 })
    const bob = stage.joins(BOB)
    expect(stage.refusal(ALICE, invite(account(CAROL)))).toBe('full')
    stage.does(ALICE, { type: 'Remove', params: { ids: [bob.id], ban: true } })
    expect(stage.refusal(ALICE, invite(account(BOB)))).toBe('banned')
    expect(stage.refusal(ALICE, invite(account(CAROL)))).toBeNull()
    // What rings takes the place it may need.
    expect(stage.refusal(ALICE, invite(account(user('dan', '1000004'))))).toBe('full')
  })
})

describe('answering', () => {
  it('[W13] [J1] joining is accepting: the answer is told before the entry', () => {
    const stage = meeting({ waitingRoom: true })
    stage.does(ALICE, { type: 'ChangeSettings', params: { changes: { locked: true } } })
    stage.does(ALICE, invite(account(BOB)))
    expect(stage.does(BOB, join({ name: 'Bob', proof: 'none' }))).toEqual([
      'InvitationSettled',
      'ParticipantJoined',
    ])
    expect(settled(stage)).toEqual(['accepted'])
    expect(stage.named('Bob')).toMatchObject({ invitation: null, invited: true, presence: { is: 'present' } })
  })

  it('[W13] who accepts has 30 s to come, without a password, through lock and waiting room', () => {
    const stage = meeting({ waitingRoom: true })
    stage.does(ALICE, { type: 'ChangeSettings', params: { changes: { locked: true } } })
    stage.does(ALICE, invite(account(BOB), account(CAROL)))
    for (const [actor, name] of [
      [BOB, 'bob'],
      [CAROL, 'carol'],
    ] as const) {
      expect(stage.does(actor, answers(stage, name, 'accept'))).toEqual(['InvitationSettled'])
      expect(stage.named(name).presence).toEqual({ is: 'joining', since: T0, until: T0 + 30 * SECOND })
    }
    expect(stage.does(BOB, join({ name: 'bob', proof: 'none' }))).toEqual(['ParticipantJoined'])
    expect(stage.tick(T0 + 30 * SECOND)).toEqual(['LobbyLeft'])
    expect(stage.named('carol')).toMatchObject({ invited: true, presence: { is: 'invited' } })
  })

  it('[W13] declining and being busy end the ringing, and the invitation stands', () => {
    const stage = meeting()
    for (const answer of ['decline', 'busy'] as const) {
      stage.does(ALICE, invite(account(BOB)))
      stage.does(BOB, answers(stage, 'bob', answer))
    }
    expect(settled(stage)).toEqual(['declined', 'busy'])
    expect(stage.named('bob')).toMatchObject({ invited: true, presence: { is: 'invited' } })
    expect(stage.joins(BOB, { proof: 'none' }).presence.is).toBe('present')
  })

  it('[W13] nobody answers for somebody else, and nobody a second time', () => {
    const stage = meeting()
    stage.does(ALICE, invite(account(BOB)))
    const yes = answers(stage, 'bob', 'accept')
    expect(stage.refusal(CAROL, yes)).toBe('not-yours')
    for (const actor of [ALICE, HONG] as const)
      expect(stage.refusal(actor, yes)).toBe(actor === ALICE ? 'not-yours' : 'forbidden')
    for (const actor of [KEY, HOST_TOKEN, LI]) expect(stage.refusal(actor, yes)).toBe('forbidden')
    expect(stage.refusal(BOB, yes)).toBeNull()
    expect(stage.refusal(BOB, yes)).toBe('conflict')
  })

  it('[W14] who was here before and is called again is the same participant, muted as before', () => {
    const stage = meeting()
    const bob = stage.joins(BOB)
    stage.does(ALICE, { type: 'Mute', params: { ids: [bob.id] } })
    stage.does(BOB, { type: 'Leave', params: {} })
    stage.does(ALICE, invite(account(BOB)))
    stage.does(BOB, answers(stage, 'bob', 'decline'))
    expect(stage.joins(BOB)).toMatchObject({ id: bob.id, generation: 2, mic: { offByHost: true } })
  })

  it('[W14] [J2] who is called again keeps the name the host gave, whether accepting first or just coming', () => {
    const stage = meeting()
    const bob = stage.joins(BOB)
    stage.does(ALICE, { type: 'Rename', params: { id: bob.id, name: 'Robert' } })
    for (const accepts of [true, false]) {
      stage.does(BOB, { type: 'Leave', params: {} })
      stage.does(ALICE, invite(account(BOB)))
      if (accepts) stage.does(BOB, answers(stage, 'Robert', 'accept'))
      expect(stage.joins(BOB)).toMatchObject({ id: bob.id, name: 'Robert' })
    }
  })

  it('[W14] [J7] [H1] a removed host who is called again is not host again', () => {
    const stage = Stage.booked()
    const host = stage.joins(BOB, { proof: 'host' })
    stage.does(KEY, { type: 'Remove', params: { ids: [host.id], ban: false } })
    expect(stage.does(KEY, invite(account(BOB)))).toEqual(['HostChanged', 'PersonInvited', 'CallStarted'])
    expect(stage.joins(BOB, { proof: 'none' }).role).toBe('participant')
    expect(stage.run.hostId).toBeNull()
  })

  it('[W14] [J7] nor is a removed cohost cohost again, unless invited as one', () => {
    const stage = Stage.booked()
    stage.joins(ALICE, { proof: 'none' })
    const bob = stage.joins(BOB, { proof: 'host' })
    const remove = { type: 'Remove' as const, params: { ids: [bob.id], ban: false } }
    stage.does(ALICE, remove)
    stage.does(ALICE, invite(account(BOB)))
    expect(stage.joins(BOB, { proof: 'none' }).role).toBe('participant')
    stage.does(ALICE, remove)
    stage.does(ALICE, invite(account(BOB, 'cohost')))
    expect(stage.joins(BOB, { proof: 'none' }).role).toBe('cohost')
  })

  it('[W14] [J2] a cohost who left and is called as anybody is cohost still', () => {
    const stage = meeting()
    const bob = stage.joins(BOB, { proof: 'host' })
    expect(bob.role).toBe('cohost')
    stage.does(BOB, { type: 'Leave', params: {} })
    stage.does(ALICE, invite(account(BOB)))
    expect(stage.joins(BOB, { proof: 'none' }).role).toBe('cohost')
  })

  it('[W14] the list is no longer than the house is large', () => {
    const stage = Stage.booked()
    stage.policies = { ...stage.policies, maxParticipants: 3 }
    stage.joins(ALICE, { proof: 'none' })
    const phone = (number: string): Invitee => ({ ...PHONE, who: { is: 'phone', number } })
    stage.does(ALICE, invite(phone('861'), phone('862')))
    expect(stage.refusal(ALICE, invite(phone('863')))).toBe('full')
    expect(stage.refusal(ALICE, invite(phone('862')))).toBeNull()
  })

  it('[W14] [H4] a host who left and is called is still the host', () => {
    const stage = meeting()
    stage.does(ALICE, { type: 'Leave', params: {} })
    stage.does(HONG, invite(account(ALICE)))
    expect(stage.joins(ALICE, { proof: 'none' }).role).toBe('host')
    expect(stage.run.hostId).toBe(stage.named('Alice').id)
  })
})

describe('taking back', () => {
  it('[W15] what rings is withdrawn, who is at the door or inside goes, and the list forgets them', () => {
    const stage = meeting()
    stage.does(ALICE, invite(account(BOB), account(CAROL)))
    const [bob, carol] = [stage.named('bob'), stage.named('carol')]
    expect(stage.does(ALICE, uninvite(bob.id))).toEqual(['InvitationSettled', 'PersonUninvited'])
    expect(settled(stage)).toEqual(['withdrawn'])
    expect(Object.keys(stage.conference!.people)).not.toContain(bob.id)
    stage.does(CAROL, answers(stage, 'carol', 'accept'))
    expect(stage.does(ALICE, uninvite(carol.id))).toEqual(['LobbyLeft', 'PersonUninvited'])
    stage.does(ALICE, invite(account(CAROL)))
    const inside = stage.joins(CAROL, { proof: 'none' })
    expect(stage.does(ALICE, uninvite(inside.id))).toEqual(['ParticipantLeft', 'PersonUninvited'])
    expect(stage.person(inside.id)).toMatchObject({ invited: false, presence: { reason: 'removed' } })
    expect(stage.refusal(CAROL, join({ name: 'Carol', proof: 'none' }))).toBe('password-needed')
    expect(stage.refusal(ALICE, uninvite(inside.id))).toBe('no-participant')
    expect(stage.refusal(ALICE, uninvite())).toBe('invalid')
  })

  it('[W15] who may invite takes back what rings, and nothing else', () => {
    const stage = meeting({ participantsMayInvite: true })
    stage.does(ALICE, invite(account(BOB), PHONE))
    expect(stage.refusal(BOB, uninvite(stage.named('bob').id))).toBe('forbidden')
    expect(stage.refusal(LI, uninvite(stage.named('Zhang').id))).toBe('forbidden')
    expect(stage.refusal(LI, uninvite(stage.named('bob').id))).toBeNull()
    expect(meeting().refusal(LI, uninvite('x'))).toBe('forbidden')
  })

  it('[W15] [H1] taking the absent host off the list frees the place', () => {
    const stage = meeting()
    stage.does(ALICE, { type: 'Leave', params: {} })
    stage.does(HONG, invite(account(ALICE)))
    stage.does(ALICE, answers(stage, 'Alice', 'decline'))
    expect(stage.does(KEY, uninvite(stage.named('Alice').id))).toEqual(['HostChanged', 'PersonUninvited'])
    expect(stage.run.hostId).toBeNull()
  })

  it('[W15] [A3] cohosts have no power over the host here either', () => {
    const stage = meeting()
    stage.does(ALICE, { type: 'Leave', params: {} })
    stage.does(HONG, invite(account(ALICE)))
    stage.joins(ALICE, { proof: 'none' })
    expect(stage.refusal(HONG, uninvite(stage.named('Alice').id))).toBe('host-immune')
  })

  it('[W15] removing what rings withdraws the call', () => {
    const stage = meeting()
    stage.does(ALICE, invite(account(BOB)))
    const remove = { type: 'Remove' as const, params: { ids: [stage.named('bob').id], ban: false } }
    expect(stage.does(ALICE, remove)).toEqual(['InvitationSettled'])
    expect(stage.named('bob').invited).toBe(true)
  })

  it('[W9] [R2] who is on the list may begin the next run, for others the door stays shut', () => {
    const stage = meeting({ waitingRoom: true, reopenable: true })
    stage.does(ALICE, invite(account(BOB)))
    stage.does(ALICE, { type: 'EndRun', params: {} })
    const start: Command = { type: 'StartRun', params: { proof: 'guest' } }
    expect(stage.refusal(CAROL, start)).toBe('host-first')
    expect(stage.does(BOB, start)).toEqual(['RunStarted'])
  })

  it('[W16] the end of a run withdraws what rings; the list and nothing else stays for the next', () => {
    const stage = meeting({ reopenable: true })
    stage.does(ALICE, invite(account(BOB, 'cohost'), account(CAROL)))
    const bob = stage.joins(BOB, { proof: 'none' })
    stage.does(ALICE, { type: 'Mute', params: { ids: [bob.id] } })
    expect(stage.does(ALICE, { type: 'EndRun', params: {} })[0]).toBe('InvitationSettled')
    expect(settled(stage)).toEqual(['accepted', 'withdrawn'])
    expect(Object.values(stage.conference!.people)).toMatchObject([
      { id: bob.id, presence: { is: 'invited' }, mic: { offByHost: false } },
      { name: 'carol', invitation: null, presence: { is: 'invited' } },
    ])
  })
})
