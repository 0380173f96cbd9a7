/** What may happen in a meeting while people read, for properties. */
import {
  type Actor,
  type Command,
  type Conference,
  type Device,
  type GuestId,
  HOME_TENANT,
  type TenantId,
  type UserId,
} from '@parley/core'
import fc from 'fast-check'

const PEOPLE = 4

export type Step =
  | { do: 'command'; who: number; whom: number; what: number; flag: boolean }
  | { do: 'wait'; seconds: number }
  /** A reader is cut, or comes back with what it last saw. */
  | { do: 'cut' | 'return'; reader: number }

/** In a meeting with so many readers. */
export const stepsOf = (readers: number): fc.Arbitrary<Step> =>
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('command' as const),
        who: fc.nat(PEOPLE - 1),
        whom: fc.nat(PEOPLE - 1),
        what: fc.oneof(fc.nat(42), fc.constantFrom(14, 15)),
        flag: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        seconds: fc.constantFrom(1, 30, 61, 130, 901),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom('cut' as const, 'return' as const),
        reader: fc.nat(readers - 1),
      }),
    },
  )

export const ANN = accountOf('0', 'Ann', '1000001')
const BOB = accountOf('1', 'Bob', '1000002')

/** The owner, an account, two guests. */
export const ACTORS: readonly Actor[] = [ANN, BOB, guest(2), guest(3)]

type Account = Extract<Actor, { is: 'user' }>

function accountOf(digit: string, name: string, number: string): Account {
  const userId = digit.repeat(32) as UserId
  const tenantId = HOME_TENANT as TenantId
  return { is: 'user', userId, tenantId, name, account: name.toLowerCase(), number, admin: false }
}

function guest(at: number): Actor {
  const guestId = `w0000000000${at}` as GuestId
  return { is: 'guest', guestId, name: `Guest ${at}`, number: `90000000${at}` }
}

export function commandOf(
  { who, whom, what, flag }: Extract<Step, { do: 'command' }>,
  conference: Conference,
): Command {
  const people = Object.values(conference.people)
  const target = people[whom % Math.max(1, people.length)]
  const ids = target ? [target.id] : []
  const self = flag ? {} : { ids }
  const commands: Command[] = [
    {
      type: 'Join',
      params: {
        proof: who < 2 ? 'host' : 'guest',
        name: `Guest ${who}`,
        device: 'desktop' as Device,
        media: { audio: flag, video: false },
        micOff: !flag,
        cameraOff: false,
      },
    },
    { type: 'Leave', params: {} },
    { type: 'Mute', params: self },
    { type: 'Unmute', params: self },
    { type: 'CloseCamera', params: self },
    { type: 'OpenCamera', params: self },
    { type: 'MuteAll', params: { mayUnmute: flag } },
    { type: 'UnmuteAll', params: {} },
    { type: 'Rename', params: { ...(flag || !target ? {} : { id: target.id }), name: `Name ${whom}` } },
    { type: 'ChangeSettings', params: { changes: { locked: flag, shareLocked: whom === 0 } } },
    { type: 'Remove', params: { ids, ban: false } },
    { type: 'StartRun', params: { proof: 'host' } },
    { type: 'ProlongRun', params: { minutes: 5 } },
    flag ? { type: 'EndRun', params: {} } : { type: 'StartRun', params: { proof: 'host' } },
    {
      type: 'NoteConnection',
      params: {
        participantId: ids[0] as never,
        generation: target?.generation ?? 0,
        line: flag ? 'up' : 'down',
      },
    },
    {
      type: 'NoteMedia',
      params: {
        participantId: ids[0] as never,
        epoch: conference.state === 'running' ? conference.run.media.epoch : 0,
        mediaState: flag ? 'up' : 'stalled',
      },
    },
    { type: 'ChangeSettings', params: { changes: { waitingRoom: true } } },
    {
      type: 'ChangeSettings',
      params: { changes: { waitingRoom: flag, hostSuccession: flag ? 'off' : 'cohosts' } },
    },
    { type: 'Admit', params: flag ? { all: true } : { ids } },
    { type: 'Refuse', params: flag ? { all: true } : { ids } },
    { type: 'ReturnToLobby', params: { ids } },
    { type: 'ReturnToLobby', params: { ids: people.map(({ id }) => id) } },
    {
      type: 'Invite',
      params: {
        people: [{ who: whoOf(BOB), name: BOB.name, role: flag ? 'cohost' : 'participant' }],
      },
    },
    {
      type: 'Invite',
      params: { people: [{ who: { is: 'phone', number: '123' }, name: 'Mei', role: 'participant' }] },
    },
    { type: 'Uninvite', params: { ids: people.flatMap(({ id, invited }) => (invited ? [id] : [])) } },
    {
      type: 'AnswerInvitation',
      params: {
        invitationId: people.find(({ invitation }) => invitation)?.invitation?.id ?? ('none' as never),
        answer: flag ? 'accept' : 'decline',
      },
    },
    { type: 'RaiseHand', params: {} },
    { type: 'LowerHand', params: self },
    { type: 'StartShare', params: {} },
    { type: 'StopShare', params: self },
    { type: 'InviteToShare', params: { id: ids[0] as never, on: flag } },
    { type: 'SetCohost', params: { id: ids[0] as never, on: flag } },
    { type: 'SetCohost', params: { id: ids[0] as never, on: true } },
    { type: 'TransferHost', params: { id: ids[0] as never } },
    { type: 'ClaimHost', params: { proof: flag ? 'host' : 'none' } },
    { type: 'ReleaseHost', params: {} },
    {
      type: 'Spotlight',
      params: { spotlight: { on: flag ? 'broadcast' : 'rollCall', participantId: ids[0] as never } },
    },
    { type: 'Spotlight', params: { spotlight: { on: 'nobody' } } },
    { type: 'SetCaptions', params: { captions: flag ? { is: 'on', languages: ['zh-CN'] } : { is: 'off' } } },
    { type: 'SetInterpretation', params: { is: flag ? 'on' : 'off' } },
    { type: 'PostChat', params: { text: `line ${whom}`, to: flag ? null : (ids[0] as never) } },
    { type: 'SetLoudspeaker', params: { on: flag } },
    { type: 'CloseCamera', params: { ids } },
  ]
  return commands[what] as Command
}

export const SYSTEM: Actor = { is: 'system', name: 'connection' }
export const isOfSystem = (type: Command['type']): boolean =>
  type === 'NoteConnection' || type === 'NoteMedia'

function whoOf({ userId, account, number, tenantId }: Account) {
  return { is: 'user' as const, userId, account, number, tenantId }
}
