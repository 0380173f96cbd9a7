import type { Row } from '../row.ts'
import type { Stage } from '../stage.ts'
import { guessed } from './scenes.ts'

const TOKEN = /^stb[0-9a-f]{48}$/
const isToken = (value: unknown): boolean => typeof value === 'string' && TOKEN.test(value)

const withPassword =
  (which: 'host' | 'guest' | 'wrong') =>
  ({ passwords }: Stage) => ({ headers: { 'x-password': passwords[which], 'x-login-type': '1' } })

/** [HW] 1.3, and reading. */
export const TOKEN_ROWS: readonly Row[] = [
  {
    section: '3.5',
    method: 'GET',
    path: '/token',
    sdk: 'createConfToken',
    marks: ['D', 'S'],
    rights: 'none',
    good: withPassword('host'),
    cases: [
      {
        kind: 'success',
        what: 'the host password: role 1',
        mark: 'D',
        answer: 'ok',
        see: (_stage, { body }) => {
          const data = body.data as Record<string, unknown>
          return [isToken(data.token), isToken(data.tmpWsToken), data.role, data.confTokenExpireTime]
        },
        seen: [true, true, 1, 1800],
      },
      {
        kind: 'success',
        what: 'the guest password: role 0',
        mark: 'ours',
        answer: 'ok',
        given: withPassword('guest'),
        see: (_stage, { body }) => (body.data as Record<string, unknown>).role,
        seen: 0,
      },
      {
        kind: 'success',
        what: 'the password in the query',
        mark: 'C',
        answer: 'ok',
        given: ({ passwords }) => ({ query: { 'X-Password': passwords.host, 'X-Login-Type': '1' } }),
        see: (_stage, { body }) => (body.data as Record<string, unknown>).role,
        seen: 1,
      },
      {
        kind: 'success',
        what: 'kept alive by showing it, whatever the password',
        mark: 'D',
        answer: 'ok',
        given: ({ tokens, passwords }) => ({
          headers: { 'x-conference-authorization': tokens.host, 'x-password': passwords.wrong },
        }),
        see: ({ tokens }, { body }) => (body.data as Record<string, unknown>).token === tokens.host,
        seen: true,
      },
      {
        kind: 'missing',
        what: 'no `conferenceID`',
        mark: 'ours',
        answer: 'MMC.112100029',
        given: ({ passwords }) => ({
          query: { conferenceID: null },
          headers: { 'x-password': passwords.host },
        }),
      },
      {
        kind: 'missing token',
        what: 'neither password nor token',
        mark: 'ours',
        answer: 'MMC.112100029',
        given: () => ({}),
      },
      {
        kind: 'wrong token',
        what: 'a wrong password',
        mark: 'D',
        answer: 'MMC.111072065',
        given: withPassword('wrong'),
      },
      {
        kind: 'wrong token',
        what: 'an unknown conference',
        mark: 'D',
        answer: 'MMC.111072065',
        given: ({ passwords }) => ({
          query: { conferenceID: '123456789' },
          headers: { 'x-password': passwords.host },
        }),
      },
      {
        kind: 'wrong token',
        what: 'the right password after five wrong ones',
        mark: 'ours',
        answer: 'MMC.111072064',
        before: guessed,
      },
      { kind: 'wrong state', what: 'the run is over', mark: 'ours', answer: 'MMC.111072005', when: 'over' },
    ],
  },
  {
    section: '3.5',
    method: 'GET',
    path: '/wsToken',
    sdk: 'createWebSocketToken',
    marks: ['D', 'S'],
    rights: 'read',
    good: () => ({}),
    cases: [
      {
        kind: 'success',
        what: 'a token for the socket',
        mark: 'D',
        answer: 'ok',
        see: (_stage, { body }) => isToken(body.webSocketToken),
        seen: true,
      },
      {
        kind: 'success',
        what: 'for a role-0 token too',
        mark: 'ours',
        as: 'guest',
        answer: 'ok',
        see: (_stage, { body }) => isToken(body.webSocketToken),
        seen: true,
      },
    ],
  },
  {
    section: '3.5',
    method: 'PUT',
    path: '/wsToken',
    sdk: '-',
    marks: ['X'],
    rights: 'read',
    good: () => ({}),
    cases: [
      {
        kind: 'success',
        what: 'as the sample asks',
        mark: 'X',
        answer: 'ok',
        see: (_stage, { body }) => isToken(body.webSocketToken),
        seen: true,
      },
    ],
  },
  {
    section: '3.5',
    method: 'GET',
    path: '/realTimeInfo',
    sdk: 'showRealTimeInfoOfMeeting',
    marks: ['D', 'S'],
    rights: 'read',
    good: () => ({}),
    cases: [
      {
        kind: 'success',
        what: 'who is invited, who is inside, hands, microphones, host and cohosts, in whole numbers',
        mark: 'D',
        answer: 'ok',
        before: async ({ house, id, users, pids }) => {
          await house.execute(id, users.bob, 'RaiseHand', {})
          await house.execute(id, users.bob, 'Mute', {})
          await house.execute(id, users.alice, 'SetCohost', { id: pids.wendy, on: true })
        },
        see: ({ pids, users }, { body }) => {
          const { attendees, participants, confInfo } = body as {
            attendees: { accountID: string }[]
            participants: { pid: string; phone: string }[]
            confInfo: unknown
          }
          const bob = participants.find(({ pid }) => pid === pids.bob)
          const { pid: _pid, phone, ...rest } = bob as { pid: string; phone: string }
          const { chairID, coHosts } = confInfo as { chairID: string; coHosts: string[] }
          return [
            attendees.map(({ accountID }) => accountID),
            participants.length,
            rest,
            phone === users.bob.number,
            chairID === pids.alice,
            coHosts.map((pid) => pid === pids.wendy),
          ]
        },
        seen: [
          ['bob', 'carol'],
          3,
          { name: 'Bob', state: 0, video: 1, mute: 1, hand: 1 },
          true,
          true,
          [true],
        ],
      },
      {
        kind: 'success',
        what: 'who is being called, in state 1',
        mark: 'D',
        answer: 'ok',
        before: ({ house, id, users }) =>
          house.execute(id, users.alice, 'Invite', {
            people: [
              {
                who: {
                  is: 'user',
                  userId: users.dora.id,
                  account: 'dora',
                  number: users.dora.number,
                  tenantId: users.dora.tenantId,
                },
                name: 'Dora',
                role: 'participant',
              },
            ],
          }),
        see: (_stage, { body }) =>
          (body.participants as { name: string; state: number }[])
            .map(({ name, state }) => `${name} ${state}`)
            .sort(),
        seen: ['Alice 0', 'Bob 0', 'Dora 1', 'wendy 0'],
      },
      {
        kind: 'success',
        what: 'names and ids, without accounts and numbers, for a role-0 token of nobody inside',
        mark: 'ours',
        as: 'guest',
        answer: 'ok',
        see: ({ users }, { body }) => {
          const text = JSON.stringify(body)
          return [text.includes(users.bob.number), text.includes(users.bob.id), text.includes('Bob')]
        },
        seen: [false, false, true],
      },
    ],
  },
]
