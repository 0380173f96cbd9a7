/** What may happen in a run, for properties. */
import {
  type CommandParams,
  type Conference,
  type ConferenceId,
  type InterpreterGroup,
  type Invitee,
  insiders,
  type ParticipantId,
  type SignalOf,
  type User,
} from '@parley/core'
import fc from 'fast-check'
import { expect } from 'vitest'
import { type OpenRun, TIMER } from './run.ts'

/** How many kinds of step there are. */
const OPS = 36

export const step = fc.record({
  // Most do nothing in an empty room.
  op: fc.oneof({ weight: 1, arbitrary: fc.nat(1) }, { weight: 3, arbitrary: fc.nat(OPS - 1) }),
  whom: fc.integer({ min: 0, max: 5 }),
  flush: fc.boolean(),
  /** How much of the next flush a reader gets before its line is cut; the rest it must catch up with. */
  cut: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null, freq: 3 }),
  /** The same of what answers its Subscribe. */
  cutAtOnce: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null, freq: 3 }),
})
type Step = { op: number; whom: number; flush: boolean; cut: number | null; cutAtOnce: number | null }

export async function perform(run: OpenRun, { op, whom }: Step): Promise<void> {
  const people: (User | string)[] = [...run.users, 'wguest1', 'wguest22']
  const who = people[whom] as User | string
  const host = run.users[0] as User
  const flag = whom % 2 === 0
  const conference = await run.conference()
  const inside = insiders(conference)
  const target = inside[whom % Math.max(1, inside.length)]
  const id = target?.id ?? ('nobody' as ParticipantId)
  const known = Object.keys(conference.people) as ParticipantId[]
  const anybody = known[whom % known.length] as ParticipantId
  const ids = [id]
  const change = (changes: CommandParams['ChangeSettings']['changes']) =>
    run.act(host, 'ChangeSettings', { changes })
  const spotlight = (now: CommandParams['Spotlight']['spotlight']) =>
    run.act(host, 'Spotlight', { spotlight: now })
  const account = run.users[whom % run.users.length] as User
  const acts: (() => unknown)[] = [
    () => run.join(who),
    () => run.join(who, { audio: false, video: false }),
    () => run.act(who, 'Leave', {}),
    () => run.act(who, 'Mute', {}),
    () => run.act(who, 'Unmute', {}),
    () => run.act(host, 'Mute', { ids }),
    () => run.act(host, 'Unmute', { ids }),
    () => run.act(host, 'MuteAll', { mayUnmute: flag }),
    () => run.act(host, 'UnmuteAll', {}),
    () => run.act(host, 'Rename', { id, name: `n${whom}` }),
    () => change({ locked: flag }),
    () => run.act(host, 'Remove', { ids, ban: false }),
    () => run.act(who, 'OpenCamera', {}),
    () => run.act(host, 'ProlongRun', { minutes: 1 }),
    () => run.act(host, 'SetCohost', { id, on: flag }),
    () => run.act(who, flag ? 'RaiseHand' : 'LowerHand', {}),
    () => run.act(who, 'StartShare', {}),
    () => run.act(who, 'StopShare', {}),
    () => run.act(host, 'InviteToShare', { id, on: flag }),
    () => spotlight({ on: flag ? 'broadcast' : 'rollCall', participantId: id }),
    () => spotlight(flag ? { on: 'nobody' } : layoutOf([id, anybody])),
    () => change({ waitingRoom: flag }),
    () =>
      change({ joinScope: flag ? 'everyone' : 'tenant', shareLocked: flag, chat: flag ? 'none' : 'free' }),
    () => run.act(host, 'Admit', { all: true }),
    () => run.act(host, 'Refuse', { all: true }),
    () => run.act(host, 'ReturnToLobby', { ids }),
    () => run.act(host, 'Invite', { people: [inviteeOf(account)] }),
    () =>
      run.act(host, 'Invite', {
        people: [{ ...inviteeOf(account), who: { is: 'phone', number: `13${whom}` } }],
      }),
    () => answer(run, conference, account, (['accept', 'decline', 'busy'] as const)[whom % 3] ?? 'busy'),
    () => run.act(host, 'Uninvite', { ids: [anybody] }),
    () =>
      run.act(host, 'SetCaptions', { captions: flag ? { is: 'off' } : { is: 'on', languages: ['zh-CN'] } }),
    () => run.act(host, 'SetInterpretation', { is: flag ? 'on' : 'off', groups: [groupOf(account)] }),
    () => run.act(host, flag ? 'ClaimHost' : 'ReleaseHost', (flag ? { proof: 'none' } : {}) as never),
    () => run.act(host, 'TransferHost', { id }),
    () => {
      run.clock.advance([20_000, 61_000, 900_001][whom % 3] ?? 0)
      return run.act(TIMER, 'Tick', {})
    },
    () => target && run.encoder.measure(lineOf(run.conferenceId, target.id, whom)),
  ]
  expect(acts).toHaveLength(OPS)
  await acts[op]?.()
  run.clock.advance(7)
}

function layoutOf(participantIds: ParticipantId[]) {
  const pictures = participantIds.map((id, at) => ({ index: at + 1, participantIds: [id], share: false }))
  return { on: 'layout', layout: { imageType: 'Two', pictures, switchSeconds: 10 } } as const
}

function inviteeOf({ id, account, tenantId, name, number }: User): Invitee {
  return { who: { is: 'user', userId: id, account, number, tenantId }, name, role: 'participant' }
}

function answer(
  run: OpenRun,
  conference: Conference,
  user: User,
  how: CommandParams['AnswerInvitation']['answer'],
) {
  const rings = Object.values(conference.people).find(
    ({ who }) => who.is === 'user' && who.userId === user.id,
  )
  const invitationId = rings?.invitation?.id
  return invitationId && run.act(user, 'AnswerInvitation', { invitationId, answer: how })
}

function groupOf({ id, account, number, name }: User): InterpreterGroup {
  const interpreters = [{ account, userId: id, number, name }]
  return { id: '1', name: 'zh-en', by: 'people', languages: ['zh-CN', 'en'], interpreters }
}

function lineOf(
  conferenceId: ConferenceId,
  participantId: ParticipantId,
  level: number,
): SignalOf<'Network'> {
  const unknown = { jitterMs: null, lossUp: null, lossDown: null, kbpsUp: null, kbpsDown: null }
  const sample = { participantId, up: level, down: level, rttMs: 20 * level, ...unknown }
  return { type: 'Network', conferenceId, at: 1, samples: [sample] }
}
