import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse } from '../testing/house.ts'

const CONTROL = '/v1/mmc/control/conferences'
const CALLS = [
  ['POST', '/v1/usg/acs/auth/account'],
  ['PUT', '/v1/usg/acs/token'],
  ['POST', '/v1/usg/acs/token/validate'],
  ['POST', '/v1/mmc/management/conferences'],
  ['GET', '/v1/mmc/management/conferences'],
  ['DELETE', '/v1/mmc/management/conferences'],
  ['GET', '/v1/mmc/management/conferences/confDetail'],
  ['POST', '/v1/mmc/management/conferences/start'],
  ['GET', `${CONTROL}/token`],
  ['GET', `${CONTROL}/wsToken`],
  ['GET', `${CONTROL}/realTimeInfo`],
  ['POST', `${CONTROL}/participants/delete`],
  ['PUT', `${CONTROL}/participants/mute`],
  ['PUT', `${CONTROL}/mute`],
  ['PUT', `${CONTROL}/lock`],
  ['PUT', `${CONTROL}/participants/name`],
  ['PUT', `${CONTROL}/duration`],
  ['POST', `${CONTROL}/participants`],
  ['POST', `${CONTROL}/inviteWithPwd`],
  ['POST', `${CONTROL}/attendees/delete`],
  ['PUT', `${CONTROL}/participants/hands`],
  ['PUT', `${CONTROL}/participants/batch/hands`],
  ['PUT', `${CONTROL}/participants/role`],
  ['PUT', `${CONTROL}/participants/cohost`],
  ['PUT', `${CONTROL}/participants/rollCall`],
  ['PUT', `${CONTROL}/participants/video`],
  ['PUT', `${CONTROL}/allowWaitingParticipant`],
  ['PUT', `${CONTROL}/batchMoveToWaitingRoom`],
  ['PUT', `${CONTROL}/updateStartedConfConfig`],
  ['PUT', `${CONTROL}/interpreterGroup`],
] as const

/** Names that these calls look at, so that nonsense gets past the door. */
const NAMES = [
  'account clientType token needGenNewToken mediaTypes startTime length subject attendees confConfigInfo guestPwd',
  'conferenceID password offset limit searchKey queryAll sortType type isMute isLock auto duration newName number',
  'attendees bulkDelAttendInfo callNum confID pwd handsState pids applyChair chairmanPwd isCohost status allowAll',
  'batchParticipants lockSharing chatPermission freeShare interpreterGroups',
  'bulkHangUpParticipants participantID allowUnmuteByOneself concurrentParticipants __proto__ constructor',
]
  .join(' ')
  .split(' ')

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    'HDVideo',
    '2026-09-21 08:00',
    0,
    1,
    -1,
    2 ** 53,
    1e308,
    '0',
    'true',
    '',
    '\u0000',
    '\ud800',
  ),
)
const body = fc.oneof(
  fc.dictionary(fc.constantFrom(...NAMES), value).map((record) => JSON.stringify(record)),
  fc.jsonValue().map((json) => JSON.stringify(json)),
  fc.string(),
)

describe('bad input', () => {
  let house: House
  let id: string
  let headers: Record<string, string>
  beforeAll(async () => {
    house = await openHouse()
    await house.account('alice')
    const meeting = await house.meeting()
    id = meeting.id
    headers = {
      'x-access-token': meeting.token,
      'x-conference-authorization': await house.controlToken(id, meeting.passwords.host),
    }
  })
  afterAll(() => house.close())

  it('is answered as documented, never as a fault of ours', async () => {
    const query = fc.dictionary(fc.constantFrom(...NAMES), fc.string({ unit: 'grapheme', maxLength: 20 }))
    let handled = 0
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...CALLS), body, query, async ([method, path], text, asked) => {
        const known = { conferenceID: id, ...asked }
        const url = `${path}?${new URLSearchParams(known).toString()}`
        const answer = await house.call(method, url, { headers, ...(method === 'GET' ? {} : { body: text }) })
        expect(answer.headers['content-type']).toBe('application/json;charset=UTF-8')
        expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/)
        expect(answer.status).toBeLessThan(500)
        expect(answer.body).not.toBeNull()
        if (answer.status === 200) handled += 1
        else {
          expect(Object.keys(answer.body)).toEqual(['error_code', 'error_msg'])
          expect(answer.status).not.toBe(404)
        }
      }),
      { numRuns: 600 },
    )
    expect(handled).toBeGreaterThan(10)
    expect(house.errors).toEqual([])
  })

  it.each([
    ['read when deep', 100, 'MMC.111072010'],
    ['refused unread when deeper than anybody could walk', 100_000, 'MMC.111071062'],
  ])('is %s', async (_what, depth, error_code) => {
    const deep = `{"mediaTypes":"HDVideo","cycleParams":${'['.repeat(depth)}${']'.repeat(depth)}}`
    const answer = await house.call('POST', '/v1/mmc/management/conferences', { headers, body: deep })
    expect(answer).toMatchObject({ status: 400, body: { error_code } })
    expect(house.errors).toEqual([])
  })
})
