import { HOOK_BUS } from '@parley/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type House, openHouse } from '../testing/house.ts'
import { answered, verified } from '../testing/receiver.ts'

const CONFIG = '/v1/mmc/management/webhook/link-config'
const STATUS = '/v1/mmc/management/webhook/change-status'
const HOOK = {
  subscriberId: 'sub-1',
  subscriberKey: 'a-key-of-some-length',
  url: 'https://crm.example.org/hook',
}

describe('[HW] 3.9 configuration of the enterprise hook', () => {
  let house: House
  let token: string
  beforeEach(async () => {
    house = await openHouse()
    await house.account('root', { admin: true })
    await house.account('alice')
    token = await house.login('root')
  })
  afterEach(async () => {
    expect(house.errors).toEqual([])
    await house.close()
  })

  const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown, shown = token) =>
    house.call(method, url, { headers: { 'x-access-token': shown }, ...(body === undefined ? {} : { body }) })
  const configured = async (): Promise<string> => (await call('POST', CONFIG, HOOK)).body.id
  const status = async (): Promise<number> => (await call('GET', CONFIG)).body.status
  const rule = async () => (await house.pushStore.rules({ bus: HOOK_BUS }))[0]

  it('is kept not enabled, shown without its key, and replaced by the next one', async () => {
    const id = await configured()
    expect((await call('GET', CONFIG)).body).toEqual({
      returnCode: 0,
      returnDesc: 'Success',
      id,
      subscriberId: 'sub-1',
      url: HOOK.url,
      status: 1,
    })
    await call('PUT', `${STATUS}?id=${id}&status=0`)
    const again = await call('POST', CONFIG, { ...HOOK, url: 'https://other.example.org/', corpId: '1001' })
    expect(again.body).toMatchObject({ returnCode: 0, id })
    expect((await call('GET', CONFIG)).body).toMatchObject({ url: 'https://other.example.org/', status: 1 })
    expect((await rule())?.enabled).toBe(false)
    expect(JSON.stringify(await rule())).not.toContain(HOOK.subscriberKey)
  })

  it('is enabled only after the receiver has answered meeting.verify with the same nonce', async () => {
    const id = await configured()
    for (const wrong of [
      answered(500, '{}'),
      answered(200, 'ok'),
      answered(200, 'null'),
      answered(200, '{"event":"meeting.verify","nonce":"00000000"}'),
      answered(201, '{"event":"meeting.verify","nonce":"40716293"}'),
      { is: 'failed', error: 'no answer', durationMs: 5_000 } as const,
    ]) {
      house.receiver.answer(() => wrong)
      const { status: answer, body } = await call('PUT', `${STATUS}?id=${id}&status=0`)
      expect([answer, body.error_code]).toEqual([400, 'MMC.111070001'])
      expect(await status()).toBe(1)
      expect((await rule())?.enabled).toBe(false)
    }
    house.receiver.answer(() => answered(200, '{"event":"meeting.verify","nonce":"40716293"}'))
    expect((await call('PUT', `${STATUS}?id=${id}&status=0`)).body.returnCode).toBe(0)
    expect(await status()).toBe(0)
    expect((await rule())?.enabled).toBe(true)
    const { eventInfo } = JSON.parse(house.receiver.sent.at(-1)?.body ?? '')
    expect(eventInfo).toEqual({ event: 'meeting.verify', timestamp: house.clock.now() })
  })

  it('[D5] is told of nothing that happened while it was disabled, and of all before that', async () => {
    const id = await configured()
    const enabledAt: unknown[] = []
    house.matcher.run = async () => void enabledAt.push((await rule())?.enabled)
    await call('PUT', `${STATUS}?id=${id}&status=0`)
    expect(enabledAt).toEqual([false, true])
    await call('PUT', `${STATUS}?id=${id}&status=1`)
    expect(enabledAt.slice(2)).toEqual([true, false])
  })

  it('is disabled, locked and deleted by its id', async () => {
    const id = await configured()
    await call('PUT', `${STATUS}?id=${id}&status=0`)
    for (const wanted of [1, 2]) {
      expect((await call('PUT', `${STATUS}?id=${id}&status=${wanted}`)).body.returnCode).toBe(0)
      expect(await status()).toBe(wanted)
      expect((await rule())?.enabled).toBe(false)
    }
    expect((await call('DELETE', `${CONFIG}?id=${id}`)).body.returnCode).toBe(0)
    expect(await rule()).toBeUndefined()
    expect((await call('GET', CONFIG)).body.error_code).toBe('MMC.111070001')
  })

  it('says locked of one that was stopped, and runs it again when it is enabled', async () => {
    const id = await configured()
    await call('PUT', `${STATUS}?id=${id}&status=0`)
    const target = (await rule())!.targets[0]!
    const paused = { ...target.state, is: 'paused', why: 'gone', note: 'the target answered 410' } as const
    await house.pushStore.changeTargetState({
      targetId: target.id,
      from: target.version,
      to: paused,
      record: [],
    })
    expect(await status()).toBe(2)
    await call('PUT', `${STATUS}?id=${id}&status=0`)
    expect(await status()).toBe(0)
    expect((await rule())!.targets[0]!.state.is).toBe('running')
  })

  it('sends nothing to a receiver that was not asked, nor to one that is disabled or locked; what is owed is kept', async () => {
    const id = await configured()
    const sends = async () => (await rule())!.targets[0]!.state.is
    const put = (wanted: number) => call('PUT', `${STATUS}?id=${id}&status=${wanted}`)
    await put(0)
    expect(await sends()).toBe('running')
    await call('POST', CONFIG, { ...HOOK, url: 'https://other.example.org/' })
    expect([await sends(), await status()]).toEqual(['paused', 1])
    house.receiver.answer(() => answered(500, ''))
    await put(0)
    expect([await sends(), await status()]).toEqual(['paused', 1])
    house.receiver.answer(verified)
    await put(0)
    expect(await sends()).toBe('running')
    for (const wanted of [1, 2]) {
      await put(wanted)
      expect([await sends(), await status()]).toEqual(['paused', wanted])
      await put(0)
      expect([await sends(), await status()]).toEqual(['running', 0])
    }
  })

  it('is not enabled by the answer of the receiver that stood there before', async () => {
    const id = await configured()
    house.receiver.answer(async (parcel) => {
      await call('POST', CONFIG, { ...HOOK, url: 'https://other.example.org/' })
      return verified(parcel)
    })
    const answer = await call('PUT', `${STATUS}?id=${id}&status=0`)
    expect([answer.status, answer.body.error_code]).toEqual([400, 'MMC.111070001'])
    expect(await status()).toBe(1)
    expect((await rule())?.enabled).toBe(false)
  })

  it.each([
    ['no token', '', HOOK, 401, 'USG.000000004'],
    ['no body', null, undefined, 400, 'MMC.111071016'],
    ['no url', null, { ...HOOK, url: undefined }, 400, 'MMC.111071016'],
    ['a key that is no secret', null, { ...HOOK, subscriberKey: 'x' }, 400, 'MMC.111071061'],
    ['an address that may not be reached', null, { ...HOOK, url: 'http://private/' }, 400, 'MMC.111071061'],
    ['another company', null, { ...HOOK, corpId: '2002' }, 403, 'MMC.111070002'],
  ])('refuses %s', async (_what, shown, body, expected, code) => {
    const answer = await call('POST', CONFIG, body, shown ?? token)
    expect([answer.status, answer.body.error_code]).toEqual([expected, code])
    expect(await rule()).toBeUndefined()
  })

  it('is for administrators, and knows only its own id and the three states', async () => {
    const id = await configured()
    const alice = await house.login('alice')
    expect((await call('GET', CONFIG, undefined, alice)).status).toBe(403)
    expect((await call('DELETE', `${CONFIG}?id=other`)).body.error_code).toBe('MMC.111070001')
    expect((await call('PUT', `${STATUS}?id=${id}&status=3`)).body.error_code).toBe('MMC.111072045')
    expect((await call('PUT', `${STATUS}?id=${id}`)).body.error_code).toBe('MMC.112100029')
  })
})
