import { createHash } from 'node:crypto'
import { ListEventBusesRequest } from '@alicloud/eventbridge'
import { MINUTE } from '@parley/core'
import { describe, expect, it } from 'vitest'
import { ACCESS_KEY, house, refusal } from './testing/house.ts'
import { signedPost } from './testing/signed-post.ts'

const list = new ListEventBusesRequest({})
const BODY = {}

describe('[AL] 5.3 who may call', () => {
  it('is who signs with the access key', async () => {
    const { sdk } = await house()
    expect((await sdk().listEventBuses(list)).total).toBe(2)
    const rows = [
      ['InvalidAccessKeyId', { accessKeyId: 'another' }],
      ['SignatureDoesNotMatch', { accessKeySecret: 'wrong' }],
      ['SecurityTokenInvalid', { securityToken: 'sts' }],
    ] as const
    for (const [code, changed] of rows) {
      const error = await refusal(sdk(changed).listEventBuses(list))
      expect(error).toMatchObject({ code, data: { code, Code: code, RequestId: expect.any(String) } })
    }
  })

  it('in the form of the SDK, of the documentation, and of the Java sample; in both versions', async () => {
    const { url } = await house()
    for (const form of [0, 1, 2] as const)
      for (const version of ['2015-06-06', '2020-04-01']) {
        const headers = { 'x-eventbridge-version': version }
        expect((await signedPost(url, 'listEventBuses', BODY, ACCESS_KEY, { form, headers })).status).toBe(
          200,
        )
      }
    const headers = { 'x-eventbridge-version': '2030-01-01' }
    expect((await signedPost(url, 'listEventBuses', BODY, ACCESS_KEY, { headers })).status).toBe(403)
  })

  it('within a quarter of an hour of the date, and once with a nonce', async () => {
    const { url, clock } = await house()
    const at = (offset: number, nonce: string) =>
      signedPost(url, 'listEventBuses', BODY, ACCESS_KEY, {
        headers: { date: new Date(clock.now() + offset).toUTCString(), 'x-acs-signature-nonce': nonce },
      })
    expect((await at(-14 * MINUTE, 'nonce-of-one')).status).toBe(200)
    expect((await at(14 * MINUTE, 'nonce-of-two')).status).toBe(200)
    for (const [offset, nonce] of [
      [-16 * MINUTE, 'nonce-of-three'],
      [16 * MINUTE, 'nonce-of-four'],
      [Number.NaN, 'nonce-of-five'],
      [14 * MINUTE, 'nonce-of-two'],
      [0, 'short'],
    ] as const)
      expect(await at(offset, nonce)).toMatchObject({ status: 403, json: { code: 'AccessDeniedByPreCheck' } })
    // As long as its date is good, which for one of the future is longer.
    clock.advance(28 * MINUTE)
    expect((await at(-14 * MINUTE, 'nonce-of-two')).status).toBe(403)
  })

  it('of two requests with one nonce at once only one', async () => {
    const { url } = await house()
    const headers = { 'x-acs-signature-nonce': 'the-same-nonce' }
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => signedPost(url, 'listEventBuses', BODY, ACCESS_KEY, { headers })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('with the body whose digest was signed, if one was', async () => {
    const { url } = await house()
    const digest = (text: string) => ({ 'content-md5': createHash('md5').update(text).digest('base64') })
    const post = (text: string) =>
      signedPost(url, 'listEventBuses', '{"Limit":1}', ACCESS_KEY, { headers: digest(text) })
    expect((await post('{"Limit":1}')).status).toBe(200)
    expect(await post('{"Limit":2}')).toMatchObject({ status: 403, json: { code: 'SignatureDoesNotMatch' } })
  })

  it('and nobody else, whatever is asked for', async () => {
    const { url, eventLog } = await house()
    for (const path of ['putEvents', 'nothing', 'v2/createEventSource'])
      for (const authorization of ['', 'Bearer x', `acs:${ACCESS_KEY.id}:${'A'.repeat(27)}=`]) {
        const answer = await fetch(`${url}/openapi/${path}`, {
          method: 'POST',
          headers: { authorization },
          body: '[{}]',
        })
        expect(answer.status).toBe(403)
        expect(await answer.json()).toMatchObject({ code: expect.any(String), requestId: expect.any(String) })
      }
    expect(await eventLog.lastPosition()).toBe(0)
  })
})

describe('[AL] 5.7 answers', () => {
  it('are JSON objects, whatever comes', async () => {
    const { url } = await house()
    const rows = [
      ['{"a":', 409, 'JsonAttributeInvalid'],
      ['[]', 409, 'JsonAttributeInvalid'],
      ['"x"', 409, 'JsonAttributeInvalid'],
      ['{"Limit":"many"}', 409, 'LimitSizeInvalid'],
      ['{"NamePrefix":5}', 409, 'JsonAttributeInvalid'],
      [`"${'x'.repeat(2 * 1024 * 1024)}"`, 409, 'EventSizeExceed'],
    ] as const
    for (const [body, status, code] of rows)
      expect(await signedPost(url, 'listEventBuses', body, ACCESS_KEY)).toMatchObject({
        status,
        json: { code },
      })
    expect(await signedPost(url, 'nothing', {}, ACCESS_KEY)).toMatchObject({
      status: 404,
      json: { code: 'OperationNotSupported', Code: 'OperationNotSupported' },
    })
  })

  it('of faults say nothing of them', async () => {
    const { url, pushStore, faults } = await house()
    pushStore.buses = async () => {
      throw new Error('the table is gone')
    }
    const { status, json } = await signedPost(url, 'listEventBuses', {}, ACCESS_KEY)
    expect([status, json.code]).toEqual([500, 'InternalError'])
    expect(JSON.stringify(json)).not.toContain('table')
    expect(faults).toHaveLength(1)
  })
})
