import { createHmac } from 'node:crypto'
import { SECOND } from '@parley/core'
import { createMemoryKeyring, createSequentialIds, FakeClock } from '@parley/core/memory'
import { beforeEach, describe, expect, it } from 'vitest'
import { ACCESS_LIFE_MS, type Claims, createAccessTokens } from './access-tokens.ts'

const issuer = 'https://meet.example.org'
const ids = createSequentialIds()
let clock: FakeClock
let keyring: ReturnType<typeof createMemoryKeyring>
let claims: Claims

beforeEach(() => {
  clock = new FakeClock()
  keyring = createMemoryKeyring()
  claims = {
    is: 'user',
    id: '0123456789abcdef0123456789abcdef',
    account: 'u1074304',
    name: '张三',
    family: 'f',
    scope: ['conference'],
    deadline: clock.now() + ACCESS_LIFE_MS,
  }
})

const tokens = () => createAccessTokens({ keyring, clock, issuer, random: ids.random })
const partsOf = (token: string) =>
  token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))

function forge(header: object, payload: object, key: string | Buffer): string {
  const body = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`
}

describe('[WC] 4.2 access tokens', () => {
  it('carry the documented claims', async () => {
    const [header, payload] = partsOf(await tokens().issue(claims))
    expect(header).toEqual({ alg: 'HS256', typ: 'JWT', kid: expect.any(String) })
    expect(payload).toMatchObject({
      userId: 'u1074304',
      userName: '张三',
      userClientType: 'client_credentials',
      grant_type: 'refresh_token',
      creation_date: clock.now(),
      deadline: claims.deadline,
      exp: Math.floor(claims.deadline / SECOND),
      iat: Math.floor(clock.now() / SECOND),
      nonce: expect.stringMatching(/^[A-Za-z0-9]{12}\d{18}$/),
      iss: issuer,
      aud: 'gzbwclient',
      sub: claims.id,
      jti: expect.any(String),
      scope: ['conference'],
    })
    expect(payload).not.toHaveProperty('confId')
    const [, guest] = partsOf(await tokens().issue({ ...claims, is: 'guest', id: 'w1', confId: '123456789' }))
    expect(guest).toMatchObject({ confId: '123456789', accountId: 'w1' })
  })

  it('are read back, 30 s beyond their end and no longer', async () => {
    const token = await tokens().issue(claims)
    expect(await tokens().read(token)).toEqual({ ok: true, claims })
    clock.advance(ACCESS_LIFE_MS + 29 * SECOND)
    expect(await tokens().read(token)).toMatchObject({ ok: true })
    clock.advance(2 * SECOND)
    expect(await tokens().read(token)).toEqual({ ok: false, why: 'expired' })
  })

  it('are refused without our key, with another algorithm, for another audience', async () => {
    const reader = tokens()
    const good = await reader.issue(claims)
    const [header, payload] = partsOf(good)
    const key = Buffer.from((await keyring.get(`wc.jwt.${header.kid}`)) ?? '', 'base64url')
    expect(await reader.read(forge(header, payload, key))).toMatchObject({ ok: true })
    const none = good.split('.').slice(1, 2)[0]
    for (const token of [
      forge(header, payload, 'another key'),
      forge({ ...header, kid: 'unknown' }, payload, key),
      forge({ alg: 'HS256' }, payload, key),
      forge(header, { ...payload, aud: 'other' }, key),
      forge(header, { ...payload, iss: 'other' }, key),
      forge(header, { ...payload, kind: 'admin' }, key),
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${none}.`,
      `${Buffer.from(JSON.stringify({ ...header, alg: 'none' })).toString('base64url')}.${none}.`,
      `${good}x`,
      '',
      'a.b.c',
    ]) {
      expect(await reader.read(token)).toEqual({ ok: false, why: 'invalid' })
    }
  })

  it('stay good over a change of keys, once', async () => {
    const old = await tokens().issue(claims)
    const kid = (await keyring.get('wc.jwt.current')) ?? ''
    expect(Buffer.from((await keyring.get(`wc.jwt.${kid}`)) ?? '', 'base64url')).toHaveLength(32)
    await keyring.put('wc.jwt.previous', kid)
    await keyring.put('wc.jwt.current', 'next')
    const fresh = tokens()
    expect(await fresh.read(old)).toMatchObject({ ok: true })
    expect(partsOf(await fresh.issue(claims))[0].kid).toBe('next')
    await keyring.put('wc.jwt.previous', 'next')
    expect(await tokens().read(old)).toEqual({ ok: false, why: 'invalid' })
  })
})
