import { type Directory, MINUTE, SECOND } from '@parley/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { basic, type House, openHouse } from '../testing/house.ts'

const ACCOUNT = '/v1/usg/acs/auth/account'
const TOKEN = '/v1/usg/acs/token'

describe('login', () => {
  let house: House
  beforeEach(async () => {
    house = await openHouse()
    await house.account('alice')
  })
  afterEach(async () => {
    expect(house.errors).toEqual([])
    await house.close()
  })

  const login = (changes: { body?: unknown; headers?: Record<string, string> } = {}) =>
    house.call('POST', ACCOUNT, {
      body: { account: 'alice', clientType: 72 },
      headers: { authorization: basic('alice', 'alice:secret') },
      ...changes,
    })
  const usable = async (token: string): Promise<boolean> =>
    (await house.call('POST', `${TOKEN}/validate`, { body: { token, needGenNewToken: false } })).status ===
    200

  it('answers tokens and the account; passwords may hold colons', async () => {
    const { status, body, headers } = await login({
      headers: { authorization: basic('alice', 'alice:secret'), 'x-request-id': 'abc-1' },
    })
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('application/json;charset=UTF-8')
    expect(headers['x-request-id']).toBe('abc-1')
    const now = house.clock.now()
    expect(body).toMatchObject({
      accessToken: expect.stringMatching(/^stb[0-9a-f]{48}$/),
      refreshToken: expect.stringMatching(/^stb[0-9a-f]{48}$/),
      validPeriod: 57_600,
      createTime: now,
      expireTime: Math.floor(now / 1000) + 57_600,
      refreshValidPeriod: 2_592_000,
      refreshExpireTime: Math.floor(now / 1000) + 2_592_000,
      tokenType: 0,
      clientType: 72,
      forceLoginInd: 0,
      user: { ucloginAccount: 'alice', name: 'Alice', adminType: 2, userType: 2, status: 0 },
    })
  })

  it('answers the account alone when no token is wanted', async () => {
    const { body } = await login({ body: { account: 'alice', clientType: 72, createTokenType: 1 } })
    expect(body.user.name).toBe('Alice')
    expect(body).not.toHaveProperty('accessToken')
  })

  it.each([
    ['no Authorization', {}, { account: 'alice', clientType: 72 }, 400, 'MMC.112100029'],
    ['no Basic', { authorization: 'Bearer x' }, { account: 'alice', clientType: 72 }, 401, 'USG.206010000'],
    [
      'a wrong password',
      { authorization: basic('alice', 'no') },
      { account: 'alice', clientType: 72 },
      401,
      'USG.206010000',
    ],
    [
      'an unknown account',
      { authorization: basic('eve', 'no') },
      { account: 'eve', clientType: 72 },
      401,
      'USG.206010000',
    ],
    [
      'two accounts',
      { authorization: basic('alice', 'alice:secret') },
      { account: 'bob', clientType: 72 },
      401,
      'USG.206010000',
    ],
    ['no body', { authorization: basic('alice', 'alice:secret') }, undefined, 400, 'USG.206060011'],
    ['broken JSON', { authorization: basic('alice', 'alice:secret') }, '{"account":', 400, 'USG.206060011'],
    [
      'no client type',
      { authorization: basic('alice', 'alice:secret') },
      { account: 'alice' },
      400,
      'USG.206060011',
    ],
    ['a list', { authorization: basic('alice', 'alice:secret') }, [], 400, 'USG.206060011'],
  ] as const)('refuses %s', async (_what, headers, body, status, code) => {
    const answer = await house.call('POST', ACCOUNT, { body, headers })
    expect([answer.status, answer.body.error_code]).toEqual([status, code])
    expect(Object.keys(answer.body)).toEqual(['error_code', 'error_msg'])
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/)
  })

  it('locks an account after five wrong passwords, for a quarter of an hour', async () => {
    for (let tries = 0; tries < 5; tries++) await login({ headers: { authorization: basic('alice', 'no') } })
    const locked = await login()
    expect([locked.status, locked.body.error_code]).toEqual([423, 'USG.206030015'])
    house.clock.advance(15 * MINUTE)
    expect((await login()).status).toBe(200)
  })

  it('tells a disabled account from a wrong password only to who knows it', async () => {
    const { byAccount, verify } = house.directory
    const disabled = async (...[account, password]: Parameters<Directory['verify']>) => {
      const user = await verify(account, password)
      return user && { ...user, status: 'disabled' as const }
    }
    Object.assign(house.directory, { verify: disabled, byAccount })
    expect(await login()).toMatchObject({ status: 412, body: { error_code: 'USG.206010007' } })
    const wrong = await login({ headers: { authorization: basic('alice', 'no') } })
    expect(wrong.status).toBe(401)
  })

  it('keeps the newest 64 logins of a program, and one of any other client', async () => {
    const first = await house.login('alice')
    const second = await house.login('alice')
    for (let more = 0; more < 63; more++) await house.login('alice')
    expect(await usable(first)).toBe(false)
    expect(await usable(second)).toBe(true)
    const web = await house.login('alice', 0)
    const phone = await house.login('alice', 6)
    const web2 = await house.login('alice', 0)
    expect([await usable(web), await usable(web2), await usable(phone), await usable(second)]).toEqual([
      false,
      true,
      true,
      true,
    ])
  })

  it('ends access after 57,600 seconds', async () => {
    const token = await house.login('alice')
    house.clock.advance(57_600 * SECOND - 1)
    expect(await usable(token)).toBe(true)
    house.clock.advance(1)
    expect(await usable(token)).toBe(false)
  })

  it('renews by the refresh token, which works until its successor is used', async () => {
    const { body } = await login()
    const renew = (token: string) => house.call('PUT', TOKEN, { headers: { 'x-access-token': token } })
    const next = await renew(body.refreshToken)
    expect(next.status).toBe(200)
    expect(next.body.user.name).toBe('Alice')
    // The answer was lost: the old one is shown again.
    const again = await renew(body.refreshToken)
    expect(again.status).toBe(200)
    expect((await renew(again.body.refreshToken)).status).toBe(200)
    expect((await renew(body.refreshToken)).status).toBe(401)
    expect((await renew(body.accessToken)).status).toBe(200)
  })

  it('validates, with a new token and the account if asked', async () => {
    const token = await house.login('alice')
    const validate = (body: unknown, path = `${TOKEN}/validate`) => house.call('POST', path, { body })
    const plain = await validate({ token, needGenNewToken: false })
    expect(plain.body.accessToken).toBe(token)
    expect(plain.body).not.toHaveProperty('user')
    expect(plain.body).not.toHaveProperty('refreshToken')
    const both = await validate(
      { token, needGenNewToken: true, needAccountInfo: true },
      '/v2/usg/acs/token/validate',
    )
    expect(both.body.accessToken).not.toBe(token)
    expect(both.body.user.ucloginAccount).toBe('alice')
    expect(await validate({ token: 'stb00', needGenNewToken: false })).toMatchObject({
      status: 401,
      body: { error_code: 'USG.000000004' },
    })
    expect((await validate({ token, needGenNewToken: 'perhaps' })).status).toBe(400)
    expect((await validate(undefined)).status).toBe(400)
  })

  it('drops a login with both its tokens', async () => {
    const { body } = await login()
    const drop = () => house.call('DELETE', TOKEN, { headers: { 'x-access-token': body.accessToken } })
    expect(await drop()).toMatchObject({ status: 200, text: '{"returnCode":0,"returnDesc":"Success"}' })
    expect(await drop()).toMatchObject({ status: 401, body: { error_code: 'USG.000000004' } })
    const renewed = await house.call('PUT', TOKEN, { headers: { 'x-access-token': body.refreshToken } })
    expect(renewed.status).toBe(401)
    expect((await house.call('PUT', TOKEN)).status).toBe(401)
  })
})
