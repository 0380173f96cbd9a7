import { runOf } from '@parley/core'
import { flagField } from '../fields.ts'
import type { Row } from '../row.ts'
import type { Stage } from '../stage.ts'
import { about, bobAsCohost, cohostOnHost, whileSet } from './scenes.ts'

const vacant = ({ house, id, users }: Stage) => house.execute(id, users.alice, 'ReleaseHost', {})
const hostId = async ({ house, id }: Stage) => runOf(await house.state(id))?.hostId
const spotlight = async ({ house, id }: Stage) => runOf(await house.state(id))?.spotlight.on

/** [HW] 3.5: host, cohosts, and whom everybody sees. */
export const ROLE_ROWS: readonly Row[] = [
  {
    section: '3.5',
    method: 'PUT',
    path: '/participants/role',
    pushes: ['ParticipantsNotify'],
    sdk: 'setRole',
    marks: ['D', 'S'],
    rights: 'floor',
    pid: true,
    good: about('bob', { applyChair: 1 }),
    fields: [
      flagField('applyChair'),
      {
        path: 'chairmanPwd',
        bad: [
          { kind: 'wrong type', value: [], answer: 'MMC.111071061', mark: 'ours' },
          { kind: 'too long', value: '1'.repeat(65), answer: 'MMC.111071061', mark: 'ours' },
        ],
      },
    ],
    cases: [
      {
        kind: 'success',
        what: 'the host’s place while nobody has it; the token is the proof',
        mark: 'ours',
        answer: 'ok',
        before: vacant,
        see: async (stage) => (await hostId(stage)) === stage.pids.bob,
        seen: true,
      },
      {
        kind: 'success',
        what: 'with the host password',
        mark: 'D',
        answer: 'ok',
        before: vacant,
        given: (stage) => about('bob', { applyChair: 1, chairmanPwd: stage.passwords.host })(stage),
        see: async (stage) => (await hostId(stage)) === stage.pids.bob,
        seen: true,
      },
      {
        kind: 'success',
        what: 'released',
        mark: 'D',
        answer: 'ok',
        given: about('alice', { applyChair: 0 }),
        see: hostId,
        seen: null,
      },
      {
        kind: 'wrong state',
        what: 'there is a host',
        mark: 'D',
        answer: 'MMC.111074001',
      },
      {
        kind: 'wrong state',
        what: 'released by who is not the host',
        mark: 'D',
        answer: 'MMC.111074002',
        given: about('bob', { applyChair: 0 }),
      },
      {
        kind: 'wrong token',
        what: 'a wrong password with it',
        mark: 'D',
        answer: 'MMC.111072018',
        given: (stage) => about('bob', { applyChair: 1, chairmanPwd: stage.passwords.wrong })(stage),
      },
      {
        kind: 'wrong role',
        what: 'a cohost’s token, for somebody else',
        mark: 'ours',
        as: 'bob',
        answer: 'MMC.111072018',
        before: bobAsCohost,
        given: about('wendy', { applyChair: 1 }),
      },
    ],
  },
  {
    section: '3.5',
    method: 'PUT',
    path: '/participants/cohost',
    pushes: ['ParticipantsNotify'],
    sdk: 'setCohost',
    marks: ['D', 'S'],
    rights: 'floor',
    pid: true,
    good: about('bob', { isCohost: 1 }),
    fields: [flagField('isCohost')],
    cases: [
      {
        kind: 'success',
        what: 'made a cohost',
        mark: 'D',
        answer: 'ok',
        see: async ({ person, pids }) => (await person(pids.bob)).role,
        seen: 'cohost',
      },
      {
        kind: 'success',
        what: 'and a participant again',
        mark: 'D',
        answer: 'ok',
        before: bobAsCohost,
        given: about('bob', { isCohost: 0 }),
        see: async ({ person, pids }) => (await person(pids.bob)).role,
        seen: 'participant',
      },
      {
        kind: 'wrong state',
        what: 'the host',
        mark: 'D',
        answer: 'MMC.111072107',
        given: about('alice', { isCohost: 1 }),
      },
      {
        kind: 'wrong role',
        what: 'a cohost’s token',
        mark: 'ours',
        as: 'bob',
        answer: 'MMC.111072070',
        before: bobAsCohost,
        given: about('wendy', { isCohost: 1 }),
      },
    ],
  },
  {
    section: '3.5',
    method: 'PUT',
    path: '/participants/rollCall',
    pushes: ['ConfDynamicInfoNotify', 'ParticipantsNotify'],
    sdk: 'rollcallParticipant',
    marks: ['D', 'S'],
    rights: 'floor',
    pid: true,
    good: about('bob'),
    cases: [
      {
        kind: 'success',
        what: 'that person is unmuted, everybody else but the host is muted',
        mark: 'D',
        answer: 'ok',
        before: ({ house, id, users, pids }) => house.execute(id, users.alice, 'Mute', { ids: [pids.bob] }),
        see: async (stage) => [
          await spotlight(stage),
          (await stage.person(stage.pids.bob)).mic.offByHost,
          (await stage.person(stage.pids.wendy)).mic.offByHost,
          (await stage.person(stage.pids.alice)).mic.offByHost,
        ],
        seen: ['rollCall', false, true, false],
      },
    ],
  },
  {
    section: '3.5',
    method: 'PUT',
    path: '/participants/broadcast',
    pushes: ['ConfDynamicInfoNotify', 'ParticipantsNotify'],
    sdk: 'broadcastParticipant',
    marks: ['D', 'S'],
    rights: 'floor',
    pid: true,
    good: about('bob'),
    cases: [
      {
        kind: 'success',
        what: 'everybody sees that person',
        mark: 'D',
        answer: 'ok',
        see: spotlight,
        seen: 'broadcast',
      },
      {
        kind: 'success',
        what: 'one at a time: the roll call is over',
        mark: 'D',
        answer: 'ok',
        before: ({ house, id, users, pids }) =>
          house.execute(id, users.alice, 'Spotlight', {
            spotlight: { on: 'rollCall', participantId: pids.wendy },
          }),
        see: async ({ house, id, pids }) => {
          const now = runOf(await house.state(id))?.spotlight
          return now?.on === 'broadcast' && now.participantId === pids.bob
        },
        seen: true,
      },
    ],
  },
  {
    section: '3.5',
    method: 'PUT',
    path: '/cancelBroadcast',
    pushes: ['ConfDynamicInfoNotify', 'ParticipantsNotify'],
    sdk: 'cancelBroadcast',
    marks: ['D', 'S'],
    rights: 'floor',
    good: () => ({}),
    cases: (['broadcast', 'rollCall'] as const).map((on) => ({
      kind: 'success',
      what: `ends the ${on === 'rollCall' ? 'roll call' : 'broadcast'}`,
      mark: 'D',
      answer: 'ok',
      before: ({ house, id, users, pids }) =>
        house.execute(id, users.alice, 'Spotlight', { spotlight: { on, participantId: pids.bob } }),
      see: spotlight,
      seen: 'nobody',
    })),
  },
  {
    section: '3.5',
    method: 'PUT',
    path: '/participants/video',
    pushes: [],
    sdk: 'inviteOperateVideo',
    marks: ['D', 'S'],
    rights: 'floor',
    pid: true,
    good: about('bob', { status: 0 }),
    fields: [flagField('status')],
    cases: [
      {
        kind: 'success',
        what: '0 asks to switch the camera on; nothing changes until that person does',
        mark: 'D',
        answer: 'ok',
        before: async (stage) => {
          await stage.house.execute(stage.id, stage.users.bob, 'CloseCamera', {})
          listen(stage)
        },
        see: async (stage) => [asked(stage), (await stage.person(stage.pids.bob)).camera.offBySelf],
        seen: [[{ medium: 'camera', on: true, isBob: true }], true],
      },
      {
        kind: 'success',
        what: '1 asks to switch it off',
        mark: 'D',
        answer: 'ok',
        before: async (stage) => listen(stage),
        given: about('bob', { status: 1 }),
        see: async (stage) => [asked(stage), (await stage.person(stage.pids.bob)).camera.offBySelf],
        seen: [[{ medium: 'camera', on: false, isBob: true }], false],
      },
      cohostOnHost(about('alice', { status: 1 })),
    ],
  },
  {
    section: '3.5',
    method: 'PUT',
    path: '/participants/share/invite',
    pushes: ['ParticipantsNotify'],
    sdk: 'inviteShare',
    marks: ['D', 'S'],
    rights: 'floor',
    pid: true,
    good: about('bob', { share: 1 }),
    fields: [flagField('share')],
    cases: [
      {
        kind: 'success',
        what: 'may share, while sharing is barred too',
        mark: 'D',
        answer: 'ok',
        before: whileSet({ shareLocked: true }),
        see: async ({ house, id, users, person, pids }) => {
          await house.execute(id, users.bob, 'StartShare', {})
          const { shareInvited, sharing } = await person(pids.bob)
          return [shareInvited, sharing]
        },
        seen: [true, true],
      },
      {
        kind: 'success',
        what: 'withdrawn',
        mark: 'D',
        answer: 'ok',
        before: ({ house, id, users, pids }) =>
          house.execute(id, users.alice, 'InviteToShare', { id: pids.bob, on: true }),
        given: about('bob', { share: 0 }),
        see: async ({ person, pids }) => (await person(pids.bob)).shareInvited,
        seen: false,
      },
      cohostOnHost(about('alice', { share: 1 })),
    ],
  },
]

type Asked = { medium: string; on: boolean; isBob: boolean }
const heard = new WeakMap<Stage, Asked[]>()

/** Questions to people are told live and kept nowhere: one has to listen beforehand. */
function listen(stage: Stage): void {
  const questions: Asked[] = []
  heard.set(stage, questions)
  stage.house.bus.onSignal((signal) => {
    if (signal.type !== 'Asked' || signal.conferenceId !== stage.id) return
    const { medium, on, participantId } = signal
    questions.push({ medium, on, isBob: participantId === stage.pids.bob })
  })
}

const asked = (stage: Stage): Asked[] => heard.get(stage) ?? []
