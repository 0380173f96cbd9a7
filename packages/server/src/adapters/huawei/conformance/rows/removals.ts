import { listField } from '../fields.ts'
import type { Field, Row } from '../row.ts'
import { bobAsCohost, byNumber, cohostOnHost, wendyWaits } from './scenes.ts'

const badIds: Field['bad'] = [
  { kind: 'wrong type', value: 7, answer: 'MMC.111071061', mark: 'ours' },
  { kind: 'unknown participant', value: 'nobody', answer: 'MMC.111072008', mark: 'ours' },
]

/** [HW] 3.5: off the list of the invited, and out of the conference. */
export const REMOVAL_ROWS: readonly Row[] = [
  {
    section: '3.5',
    method: 'POST',
    path: '/attendees/delete',
    pushes: ['AttendeesNotify'],
    sdk: 'deleteAttendees',
    marks: ['D', 'S'],
    rights: 'floor',
    good: ({ users }) => ({ body: { bulkDelAttendInfo: [{ number: users.carol.number }] } }),
    fields: [
      listField('bulkDelAttendInfo', {}, { number: '1' }),
      {
        path: 'bulkDelAttendInfo.0.number',
        required: true,
        bad: [
          { kind: 'out of range', value: '', answer: 'MMC.111072031', mark: 'D' },
          { kind: 'too long', value: '1'.repeat(128), answer: 'MMC.111072032', mark: 'D' },
          { kind: 'unknown participant', value: '42', answer: 'MMC.111072008', mark: 'ours' },
        ],
      },
      {
        path: 'bulkDelAttendInfo.0.participantID',
        bad: badIds,
      },
    ],
    cases: [
      {
        kind: 'success',
        what: 'by number, of somebody who is not here',
        mark: 'D',
        answer: 'ok',
        see: byNumber(({ users }) => users.carol.number),
        seen: undefined,
      },
      {
        kind: 'success',
        what: 'by participant, of somebody inside, who goes',
        mark: 'D',
        answer: 'ok',
        given: ({ users, pids }) => ({
          body: { bulkDelAttendInfo: [{ number: users.bob.number, participantID: pids.bob }] },
        }),
        see: byNumber(({ users }) => users.bob.number),
        seen: ['Bob', false, 'gone'],
      },
    ],
  },
  {
    section: '3.5',
    method: 'POST',
    path: '/participants/delete',
    pushes: ['ParticipantsNotify', 'InviteResultNotify'],
    sdk: 'hangUp',
    marks: ['D', 'S'],
    rights: 'floor',
    good: ({ pids }) => ({ body: { bulkHangUpParticipants: [pids.bob] } }),
    fields: [
      listField('bulkHangUpParticipants', 'everybody', 'x'),
      {
        path: 'bulkHangUpParticipants.0',
        bad: badIds,
      },
    ],
    cases: [
      {
        kind: 'success',
        what: 'they leave, and stay invited',
        mark: 'D',
        answer: 'ok',
        see: async ({ person, pids }) => {
          const { presence, invited } = await person(pids.bob)
          return [presence.is, 'reason' in presence && presence.reason, invited]
        },
        seen: ['gone', 'removed', true],
      },
      {
        kind: 'success',
        what: 'somebody is reached, somebody unknown',
        mark: 'ours',
        answer: 'ok',
        given: ({ pids }) => ({ body: { bulkHangUpParticipants: [pids.bob, 'nobody'] } }),
        see: async ({ person, pids }) => (await person(pids.bob)).presence.is,
        seen: 'gone',
      },
      {
        kind: 'success',
        what: 'who waits is sent away',
        mark: 'ours',
        answer: 'ok',
        before: wendyWaits,
        given: ({ pids }) => ({ body: { bulkHangUpParticipants: [pids.wendy] } }),
        see: async ({ house, id, pids }) =>
          (await house.state(id)).people[pids.wendy]?.presence.is === 'waiting',
        seen: false,
      },
      {
        kind: 'success',
        what: 'the role-0 token of a cohost',
        mark: 'ours',
        as: 'bob',
        answer: 'ok',
        before: bobAsCohost,
        given: ({ pids }) => ({ body: { bulkHangUpParticipants: [pids.wendy] } }),
        see: async ({ person, pids }) => (await person(pids.wendy)).presence.is,
        seen: 'gone',
      },
      cohostOnHost(({ pids }) => ({ body: { bulkHangUpParticipants: [pids.alice] } })),
    ],
  },
]
