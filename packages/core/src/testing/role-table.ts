import type { Command, CommandParams, CommandType } from '../conference/commands.ts'
import { T0 } from './given.ts'
import {
  type Answers,
  books,
  chair,
  everybody,
  floor,
  floorOnHost,
  handOfHost,
  others,
  own,
} from './role-answers.ts'
import type { Cast, StandingName } from './role-cast.ts'
import { captionsOn, line, newcomer, nothing, onHost, onOther, settings } from './role-params.ts'

export type RoleRow<T extends CommandType = CommandType> = {
  /** Of what or whom, if the command alone does not say. */
  of?: string
  params: (cast: Cast) => CommandParams[T]
  /** What happens before, by whom. */
  given?: (cast: Cast) => readonly (readonly [StandingName, Command])[]
  answers: Answers
}

/** Every command, in every case in which the right differs. The rights of all doors: none adds, none takes away. */
export const ROLE_TABLE: { readonly [T in CommandType]: readonly RoleRow<T>[] } = {
  ScheduleConference: [
    {
      of: 'a number that is taken',
      params: () => ({
        title: 'Weekly',
        start: T0,
        minutes: 60,
        owner: { userId: 'u-alice' as never, name: 'Alice', account: 'alice', number: '1000001' },
        settings: {},
        people: [],
        sealed: { hostPassword: 'a', guestPassword: 'b', linkPassword: 'c', linkLookup: 'd', renewals: 0 },
      }),
      answers: everybody('conflict'),
    },
  ],
  CancelConference: [
    { params: () => ({ endRun: true }), answers: books() },
    { of: 'without ending the run', params: () => ({ endRun: false }), answers: books('already-started') },
  ],
  StartRun: [
    {
      of: 'a running one, without proof',
      params: () => ({ proof: 'none' }),
      answers: { ...everybody('password-needed'), owner: null, admin: null, key: null },
    },
    { of: 'a running one', params: () => ({ proof: 'guest' }), answers: everybody(null) },
  ],
  EndRun: [{ params: nothing, answers: chair() }],
  ProlongRun: [{ params: () => ({ minutes: 5 }), answers: chair() }],
  Join: [
    {
      params: () => ({
        proof: 'guest',
        name: 'Somebody',
        device: 'desktop',
        media: { audio: false, video: false },
        micOff: false,
        cameraOff: false,
      }),
      answers: { ...everybody(null), key: 'forbidden', hostToken: 'forbidden', generalToken: 'forbidden' },
    },
  ],
  Leave: [{ params: nothing, answers: own() }],
  Remove: [
    { params: ({ other }) => ({ ids: [other], ban: true }), answers: floor() },
    { of: 'the host', params: ({ host }) => ({ ids: [host], ban: false }), answers: floorOnHost() },
    { of: 'somebody who waits', params: ({ waiting }) => ({ ids: [waiting], ban: false }), answers: floor() },
  ],
  Mute: [
    { params: nothing, answers: own() },
    { of: 'somebody else', params: onOther, answers: floor() },
    { of: 'the host', params: onHost, answers: floorOnHost() },
  ],
  Unmute: [
    { params: nothing, answers: own() },
    {
      of: 'oneself while the host holds it',
      params: nothing,
      given: () => [['hostToken', { type: 'MuteAll', params: { mayUnmute: false } }]],
      answers: {
        ...own(),
        cohost: 'held-by-host',
        participant: 'held-by-host',
        generalToken: 'held-by-host',
      },
    },
    { of: 'somebody else', params: onOther, answers: floor() },
    { of: 'the host', params: onHost, answers: floorOnHost() },
  ],
  MuteAll: [{ params: () => ({ mayUnmute: false }), answers: floor() }],
  UnmuteAll: [{ params: nothing, answers: floor() }],
  CloseCamera: [
    { params: nothing, answers: own() },
    { of: 'somebody else', params: onOther, answers: floor() },
    { of: 'the host', params: onHost, answers: floorOnHost() },
  ],
  OpenCamera: [
    { params: nothing, answers: own() },
    {
      of: 'oneself while nobody may',
      params: nothing,
      given: () => [settings({ mayOpenCamera: false })],
      answers: { ...own(), participant: 'held-by-host', generalToken: 'held-by-host' },
    },
    { of: 'somebody else', params: onOther, answers: floor() },
    { of: 'the host', params: onHost, answers: floorOnHost() },
  ],
  Rename: [
    { params: () => ({ name: 'Another' }), answers: own() },
    {
      of: 'oneself while nobody may',
      params: () => ({ name: 'Another' }),
      given: () => [settings({ mayRename: false })],
      answers: { ...own(), participant: 'forbidden', generalToken: 'forbidden' },
    },
    { of: 'somebody else', params: ({ other }) => ({ id: other, name: 'Another' }), answers: others() },
    {
      of: 'the host',
      params: ({ host }) => ({ id: host, name: 'Another' }),
      answers: { ...others(), cohost: 'host-immune' },
    },
  ],
  ChangeSettings: [
    {
      params: () => ({ changes: { locked: true, mayUnmute: false, chat: 'none', waitingRoom: false } }),
      answers: floor(),
    },
  ],
  Admit: [
    { params: ({ waiting }) => ({ ids: [waiting] }), answers: floor() },
    { of: 'all', params: () => ({ all: true }), answers: floor() },
  ],
  Refuse: [
    { params: ({ waiting }) => ({ ids: [waiting] }), answers: floor() },
    { of: 'all', params: () => ({ all: true }), answers: floor() },
  ],
  ReturnToLobby: [
    { params: ({ other }) => ({ ids: [other] }), answers: floor() },
    { of: 'the host', params: ({ host }) => ({ ids: [host] }), answers: floor('host-immune') },
  ],
  Invite: [
    { params: newcomer, answers: floor() },
    {
      of: 'while everybody inside may',
      params: newcomer,
      given: () => [settings({ participantsMayInvite: true })],
      answers: { ...floor(), participant: null, generalToken: null },
    },
    {
      of: 'a cohost',
      params: () => ({ people: [{ ...newcomer().people[0]!, role: 'cohost' }] }),
      answers: { ...floor(), cohost: 'host-needed' },
    },
  ],
  Uninvite: [
    { params: ({ ringing }) => ({ ids: [ringing] }), answers: floor() },
    {
      of: 'while everybody inside may invite',
      params: ({ ringing }) => ({ ids: [ringing] }),
      given: () => [settings({ participantsMayInvite: true })],
      answers: { ...floor(), participant: null, generalToken: null },
    },
  ],
  AnswerInvitation: [
    {
      of: 'somebody else’s',
      params: ({ invitation }) => ({ invitationId: invitation, answer: 'accept' }),
      answers: { ...everybody('forbidden'), outsider: 'not-yours', owner: 'not-yours', admin: 'not-yours' },
    },
  ],
  Ask: [
    { params: ({ other }) => ({ id: other, medium: 'mic', on: true }), answers: floor() },
    {
      of: 'the host',
      params: ({ host }) => ({ id: host, medium: 'camera', on: false }),
      answers: floorOnHost(),
    },
  ],
  SetLoudspeaker: [{ params: () => ({ on: false }), answers: own() }],
  RaiseHand: [
    { params: nothing, answers: { ...own(), host: 'host-exempt' } },
    { of: 'somebody else’s', params: onOther, answers: others() },
    { of: 'the host’s', params: onHost, answers: handOfHost() },
  ],
  LowerHand: [
    { params: nothing, answers: { ...own(), host: 'host-exempt' } },
    { of: 'somebody else’s', params: onOther, answers: others() },
    { of: 'the host’s', params: onHost, answers: handOfHost() },
  ],
  StartShare: [
    { params: nothing, answers: own() },
    {
      of: 'while it is locked',
      params: nothing,
      given: () => [settings({ shareLocked: true })],
      answers: { ...own(), participant: 'share-barred', generalToken: 'share-barred' },
    },
    {
      of: 'while it is the hosts’',
      params: nothing,
      given: () => [settings({ shareBy: 'hosts' })],
      answers: { ...own(), participant: 'share-barred', generalToken: 'share-barred' },
    },
    {
      of: 'while it is locked, asked by the host',
      params: nothing,
      given: ({ participant, account }) => [
        settings({ shareLocked: true }),
        ['host', { type: 'InviteToShare', params: { id: participant, on: true } }],
        ['host', { type: 'InviteToShare', params: { id: account, on: true } }],
      ],
      answers: own(),
    },
    {
      of: 'while the host shares',
      params: nothing,
      given: () => [['host', { type: 'StartShare', params: {} }]],
      answers: {
        ...own(),
        cohost: 'host-immune',
        participant: 'share-barred',
        generalToken: 'share-barred',
      },
    },
  ],
  StopShare: [
    { params: nothing, answers: own() },
    { of: 'somebody else’s', params: onOther, answers: floor() },
    {
      of: 'the host’s',
      params: onHost,
      given: () => [['host', { type: 'StartShare', params: {} }]],
      answers: floorOnHost(),
    },
  ],
  InviteToShare: [
    { params: ({ other }) => ({ id: other, on: true }), answers: floor() },
    { of: 'the host', params: ({ host }) => ({ id: host, on: true }), answers: floorOnHost() },
  ],
  SetCohost: [
    { params: ({ other }) => ({ id: other, on: true }), answers: chair() },
    { of: 'the host', params: ({ host }) => ({ id: host, on: false }), answers: chair('host-exempt') },
  ],
  TransferHost: [{ params: ({ other }) => ({ id: other }), answers: chair() }],
  ClaimHost: [
    {
      of: 'a place that is taken',
      params: () => ({ proof: 'host' }),
      answers: { ...own(), cohost: 'host-exists', participant: 'host-exists', generalToken: 'host-exists' },
    },
    {
      of: 'a free place',
      params: () => ({ proof: 'host' }),
      given: () => [['host', { type: 'ReleaseHost', params: {} }]],
      answers: own(),
    },
    {
      of: 'a free place with the guest password',
      params: () => ({ proof: 'guest' }),
      given: () => [['host', { type: 'ReleaseHost', params: {} }]],
      answers: own('wrong-password'),
    },
  ],
  ReleaseHost: [
    {
      params: nothing,
      answers: {
        ...everybody(null),
        cohost: 'not-host',
        participant: 'not-host',
        outsider: 'not-host',
        generalToken: 'not-host',
      },
    },
  ],
  Spotlight: [
    {
      params: ({ participant }) => ({ spotlight: { on: 'broadcast', participantId: participant } }),
      answers: floor(),
    },
    {
      of: 'a roll call',
      params: ({ participant }) => ({ spotlight: { on: 'rollCall', participantId: participant } }),
      answers: floor(),
    },
    {
      of: 'the host',
      params: ({ host }) => ({ spotlight: { on: 'broadcast', participantId: host } }),
      answers: floor(),
    },
  ],
  SetCaptions: [{ params: () => ({ captions: { is: 'on', languages: ['en'] } }), answers: floor() }],
  SetInterpretation: [{ params: () => ({ is: 'on', groups: [] }), answers: floor() }],
  PostChat: [
    { of: 'to everybody', params: () => ({ text: 'Hello', to: null }), answers: own() },
    { of: 'to one', params: ({ other }) => ({ text: 'Hello', to: other }), answers: own() },
    ...(['none', 'private'] as const).map((chat) => ({
      of: `to everybody while it is ${chat}`,
      params: () => ({ text: 'Hello', to: null }),
      given: () => [settings({ chat })],
      answers: { ...own(), participant: 'chat-barred', generalToken: 'chat-barred' } as const,
    })),
    ...(['none', 'public'] as const).map((chat) => ({
      of: `to one while it is ${chat}`,
      params: ({ other }: Cast) => ({ text: 'Hello', to: other }),
      given: () => [settings({ chat })],
      answers: { ...own(), participant: 'chat-barred', generalToken: 'chat-barred' } as const,
    })),
  ],
  React: [{ params: () => ({ reaction: 'clap' }), answers: own() }],
  PostCaption: [
    { params: line, given: captionsOn, answers: floor() },
    { of: 'while they are off', params: line, answers: floor('conflict') },
  ],
  NoteConnection: [
    {
      params: ({ participant }) => ({ participantId: participant, generation: 1, line: 'down' }),
      answers: everybody('forbidden'),
    },
  ],
  NoteMedia: [
    {
      of: 'the participant’s',
      params: ({ participant, epoch }) => ({ participantId: participant, epoch, mediaState: 'up' }),
      answers: { ...everybody('not-yours'), participant: null },
    },
  ],
  Tick: [{ params: nothing, answers: everybody('forbidden') }],
}
