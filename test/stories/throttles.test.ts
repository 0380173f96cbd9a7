import { describe, expect, test } from 'vitest'
import { send } from '../support/http.ts'
import { createProgram, passwordOf, startedConference } from '../support/huawei-client.ts'
import { callRpc } from '../support/rpc.ts'
import { ADMIN_PASSWORD, API_KEY, serverForAll, serverForTest, type TestServer } from '../support/server.ts'

type Link = { state: number; code: number }

function wrongLink({ url }: TestServer, from: string) {
  return send<Link>(`${url}/gzbwclient/conference/aB3xMTIzNDU2`, {
    method: 'POST',
    headers: { 'x-forwarded-for': from },
  })
}

async function codesOf(times: number, ask: () => Promise<{ json: { code: number } }>): Promise<number[]> {
  const codes: number[] = []
  for (let asked = 0; asked < times; asked++) codes.push((await ask()).json.code)
  return codes
}

const TEN_TIMES_200 = Array.from({ length: 10 }, () => 200)

describe('throttles', () => {
  // Each test is another address behind a trusted proxy: what one has used up is nothing to the others.
  const server = serverForAll({ env: { PARLEY_TRUST_PROXY: '127.0.0.0/8' } })

  test('[WC] 2.7 the eleventh wrong link from one address within a minute is 429 with Retry-After, and then right ones are too', async () => {
    const from = '203.0.113.7'
    expect(await codesOf(10, () => wrongLink(server, from))).toEqual(TEN_TIMES_200)
    const eleventh = await wrongLink(server, from)
    expect(eleventh.status).toBe(429)
    expect(eleventh.json).toEqual({ confId: '', confName: '', state: 32, code: 429 })
    const wait = Number(eleventh.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(60)
    const right = (address: string) =>
      send<Link>(server.links.guest, { method: 'POST', headers: { 'x-forwarded-for': address } })
    expect((await right(from)).json.code).toBe(429)
    expect((await right('203.0.113.8')).json.code).toBe(200)
  })

  test('IPv6 addresses are counted per /64', async () => {
    let host = 0
    const neighbour = () => wrongLink(server, `2001:db8::${(++host).toString(16)}`)
    expect(await codesOf(11, neighbour)).toEqual([...TEN_TIMES_200, 429])
    expect((await wrongLink(server, '2001:db8:0:1::1')).json.code).toBe(200)
  })

  test('five wrong meeting passwords lock that meeting for that address, at both doors, and no other meeting', async () => {
    const { program, info } = await startedConference(server)
    const other = await startedConference(server)
    for (let tries = 0; tries < 5; tries++) {
      const answer = await program.token(info.conferenceID, { 'x-password': `00${tries}` })
      expect(answer.json).toMatchObject({ error_code: 'MMC.111072065' })
    }
    const right = passwordOf(info, 'chair')
    const sixth = await program.token(info.conferenceID, { 'x-password': right })
    expect([sixth.status, sixth.json]).toMatchObject([400, { error_code: 'MMC.111072064' }])
    const enter = (headers: Record<string, string>) =>
      send<Link>(`${server.url}/gzbwclient/enter`, {
        method: 'POST',
        headers,
        body: { confId: info.conferenceID, password: right },
      })
    expect((await enter({})).json.code).toBe(429)
    expect((await enter({ 'x-forwarded-for': '203.0.113.9' })).json.code).toBe(200)
    await other.program.control(other.info.conferenceID, passwordOf(other.info, 'chair'))
  })

  test('five wrong logins lock the account at both doors, also for the right password, and no other account', async () => {
    const made = await callRpc(
      server,
      'org.user.createUser',
      { name: 'Eve', userId: 'eve', password: 'eve-pass-1' },
      API_KEY,
    )
    expect(made.json.error).toBeUndefined()
    const program = createProgram(server)
    for (let tries = 0; tries < 5; tries++) expect((await program.login('eve', 'wrong')).status).toBe(401)
    const locked = await program.login('eve', 'eve-pass-1')
    expect([locked.status, locked.json]).toMatchObject([423, { error_code: 'USG.206030015' }])
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0)
    const login = (clientId: string, clientSecret: string) =>
      callRpc(server, 'auth.http.login', { grantType: 'client_credentials', clientId, clientSecret })
    expect((await login('eve', 'eve-pass-1')).json.error).toMatchObject({
      code: 419,
      data: { retryAfter: expect.any(Number) },
    })
    expect((await login('admin', ADMIN_PASSWORD)).json.error).toBeUndefined()
  })

  test('without a trusted proxy nobody gets a new start by an invented address; PARLEY_THROTTLE_FACTOR multiplies the limits', async () => {
    const open = await serverForTest({ env: { PARLEY_THROTTLE_FACTOR: '2' } })
    let invented = 0
    expect(await codesOf(21, () => wrongLink(open, `203.0.113.${++invented}`))).toEqual([
      ...TEN_TIMES_200,
      ...TEN_TIMES_200,
      429,
    ])
  })
})
