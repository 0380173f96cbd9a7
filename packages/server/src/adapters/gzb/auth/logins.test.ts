import { HOUR, MINUTE, SECOND } from '@parley/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { API_KEY, createKit, type Kit, PASSWORD } from '../testing/kit.ts'

let kit: Kit
beforeEach(async () => {
  kit = await createKit()
})
afterEach(async () => {
  await kit.close()
  expect(kit.faults).toEqual([])
})

const refresh = (refreshToken: string, clientId?: string) =>
  kit.rpc('auth.http.login', { grantType: 'refresh_token', refreshToken, ...(clientId ? { clientId } : {}) })
const tryPassword = (clientId: string, clientSecret: string) =>
  kit.rpc('auth.http.login', { grantType: 'client_credentials', clientId, clientSecret })
const whoAmI = (token: string) => kit.rpc('conference.list', {}, token)

describe('[WC] 4.2 auth.http.login', () => {
  it('gives tokens for a password, also under the names of older clients', async () => {
    await kit.user('ann')
    const login = await kit.rpc('auth.http.login', {
      username: 'Ann',
      password: PASSWORD,
      grantType: 'client_credentials',
    })
    expect(login).toEqual({
      clientType: 'client_credentials',
      corpId: null,
      name: 'ANN',
      accessToken: expect.any(String),
      deadline: kit.clock.now() + HOUR,
      userId: 'ann',
      refreshToken: expect.stringMatching(/^[\w-]{43}$/),
      expiresIn: 3_600,
      scope: ['conference'],
      guest: false,
    })
    expect(await whoAmI(login.accessToken)).toMatchObject({ totalItems: 0 })
  })

  it('does not tell an unknown account from a wrong password', async () => {
    await kit.user('ann')
    const wrong = await tryPassword('ann', 'nope').catch((error: unknown) => error)
    expect(wrong).toEqual(await tryPassword('nobody', 'nope').catch((error: unknown) => error))
    expect(wrong).toMatchObject({ code: 615 })
  })

  it('always needs a secret', async () => {
    await kit.user('ann')
    for (const params of [
      { clientId: 'ann' },
      { clientSecret: PASSWORD },
      { clientId: 'ann', clientSecret: '' },
    ]) {
      await expect(
        kit.rpc('auth.http.login', { grantType: 'client_credentials', ...params }),
      ).rejects.toMatchObject({
        code: 601,
      })
    }
    await expect(kit.rpc('auth.http.login', { grantType: 'refresh_token' })).rejects.toMatchObject({
      code: 601,
      data: { field: 'refreshToken' },
    })
  })

  it('lets a burst of wrong passwords try no more than one after the other could', async () => {
    await kit.user('ann')
    const codes = await Promise.all(
      Array.from({ length: 20 }, () => tryPassword('ann', 'no').catch(({ code }: { code: number }) => code)),
    )
    expect(codes.filter((code) => code === 615)).toHaveLength(5)
    expect(codes.filter((code) => code === 419)).toHaveLength(15)
  })

  it('locks an account after five failures in 15 minutes, then an address', async () => {
    await kit.user('ann')
    for (let tries = 0; tries < 5; tries++)
      await expect(tryPassword('ann', 'no')).rejects.toMatchObject({ code: 615 })
    await expect(tryPassword('ANN', PASSWORD)).rejects.toMatchObject({ code: 419, data: { retryAfter: 900 } })
    for (let tries = 0; tries < 25; tries++) await tryPassword(`x${tries}`, 'no').catch(() => null)
    await expect(tryPassword('bob', 'no')).rejects.toMatchObject({ code: 429 })
    kit.clock.advance(14 * MINUTE)
    await expect(tryPassword('ann', PASSWORD)).rejects.toMatchObject({ code: 419 })
    kit.clock.advance(MINUTE)
    expect(await tryPassword('ann', PASSWORD)).toMatchObject({ userId: 'ann' })
  })

  it('lets a guest with a ticket in, however often others of the same address failed', async () => {
    const { created } = await kit.create()
    const { clientId = '', ticket = '' } = await kit.link(created.joinUrl, { want: ['ticket'] })
    for (let tries = 0; tries < 30; tries++) await tryPassword(`x${tries}`, 'no').catch(() => null)
    expect(await tryPassword(clientId, ticket)).toMatchObject({ guest: true })
  })

  it('redeems a guest’s ticket once, within 120 s, for its own account only', async () => {
    const { created } = await kit.create()
    const redeem = (clientId = '', clientSecret = '') => tryPassword(clientId, clientSecret)
    const one = await kit.link(created.joinUrl, { want: ['ticket'], displayName: 'Li' })
    const two = await kit.link(created.joinUrl, { want: ['ticket'] })
    await expect(redeem(two.clientId, one.ticket)).rejects.toMatchObject({ code: 615 })
    expect(await redeem(one.clientId, one.ticket)).toMatchObject({
      guest: true,
      name: 'Li',
      userId: one.clientId,
      confId: created.confId,
      scope: [`conf:${created.confId}`],
    })
    await expect(redeem(one.clientId, one.ticket)).rejects.toMatchObject({ code: 615 })
    kit.clock.advance(121 * SECOND)
    await expect(redeem(two.clientId, two.ticket)).rejects.toMatchObject({ code: 615 })
  })
})

describe('[WC] 4.2 refresh tokens', () => {
  it('rotate; the old one lives until the new one is first used', async () => {
    await kit.user('ann')
    const first = await kit.signIn('ann')
    const second = await refresh(first.refreshToken, 'ann')
    const retried = await refresh(first.refreshToken)
    await expect(refresh(second.refreshToken)).rejects.toMatchObject({ code: 615 })
    const third = await refresh(retried.refreshToken)
    await expect(refresh(first.refreshToken)).rejects.toMatchObject({ code: 615 })
    expect(await whoAmI(third.accessToken)).toMatchObject({ totalItems: 0 })
    await expect(refresh(third.refreshToken, 'somebody')).rejects.toMatchObject({ code: 615 })
  })

  it('last a day for users, and as long as the run for guests', async () => {
    const { created, owner } = await kit.create()
    const guest = await kit.guest(created.joinUrl)
    expect(await refresh(guest.refreshToken)).toMatchObject({ guest: true, confId: created.confId })
    await kit.rpc('conference.end', { confId: created.confId }, owner.accessToken)
    await expect(refresh(guest.refreshToken)).rejects.toMatchObject({ code: 401 })
    await expect(kit.rpc('auth.ws.ticket', {}, guest.accessToken)).rejects.toMatchObject({ code: 401 })
    kit.clock.advance(25 * HOUR)
    await expect(refresh(owner.refreshToken)).rejects.toMatchObject({ code: 615 })
  })

  it('end with logout, and every access token of that login with them', async () => {
    await kit.user('ann')
    const [first, other] = [await kit.signIn('ann'), await kit.signIn('ann')]
    const second = await refresh(first.refreshToken)
    expect(
      await kit.rpc('auth.http.logout', { refreshToken: second.refreshToken }, second.accessToken),
    ).toEqual({})
    for (const token of [first.accessToken, second.accessToken])
      await expect(whoAmI(token)).rejects.toMatchObject({ code: 401 })
    await expect(refresh(second.refreshToken)).rejects.toMatchObject({ code: 615 })
    expect(await whoAmI(other.accessToken)).toMatchObject({ totalItems: 0 })
  })
})

describe('who calls', () => {
  it('may be an API key, which is no person', async () => {
    const { created } = await kit.create()
    expect(await kit.rpc('conference.get', { confId: created.confId }, API_KEY)).toMatchObject({
      confId: created.confId,
      password: created.password,
    })
    await expect(kit.rpc('conference.create', { confName: 'x' }, API_KEY)).rejects.toMatchObject({
      code: 601,
      data: { field: 'createdBy' },
    })
    const made = await kit.rpc('conference.create', { confName: 'x', createdBy: 'ann' }, API_KEY)
    expect(await kit.rpc('conference.get', { confId: made.confId }, API_KEY)).toMatchObject({
      createdBy: 'ann',
    })
  })

  it('is looked at in every request', async () => {
    await expect(whoAmI('nonsense')).rejects.toMatchObject({ code: 401 })
    await expect(kit.rpc('config.getProperties', { keys: ['apiVersion'] }, 'nonsense')).rejects.toMatchObject(
      {
        code: 401,
      },
    )
    const { created } = await kit.create()
    const guest = await kit.guest(created.joinUrl)
    const other = await kit.rpc(
      'conference.create',
      { confName: 'Other' },
      (await kit.signIn('ann')).accessToken,
    )
    await expect(
      kit.rpc('conference.get', { confId: other.confId }, guest.accessToken),
    ).rejects.toMatchObject({
      code: 403,
    })
    await expect(whoAmI(guest.accessToken)).rejects.toMatchObject({ code: 403 })
    kit.clock.advance(HOUR + 31 * SECOND)
    await expect(
      kit.rpc('conference.get', { confId: created.confId }, guest.accessToken),
    ).rejects.toMatchObject({
      code: 401,
    })
  })
})
