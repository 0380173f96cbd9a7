import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse } from '../testing/house.ts'
import { NOT_BUILT } from './not-built.ts'

describe('what is not there', () => {
  let house: House
  beforeAll(async () => {
    house = await openHouse()
  })
  afterAll(() => house.close())

  it('says of documented calls that they are not supported', async () => {
    for (const [method, path] of NOT_BUILT) {
      const answer = await house.call(method, path, { headers: { 'x-request-id': 'r1' } })
      expect([path, answer.status, answer.body]).toEqual([
        path,
        400,
        { error_code: 'MMC.111072010', error_msg: 'NOT_SUPPORTED' },
      ])
      expect(answer.headers['x-request-id']).toBe('r1')
    }
  })

  it.each([
    ['GET', '/v1/usg/dcs/corp'],
    ['GET', '/v1/mmc/management/conferences/confOrg'],
    ['POST', '/v1/usg/acs/auth/proxy'],
    ['DELETE', '/v1/mmc/control/conferences/lock'],
    ['PUT', '/v2/nothing'],
    ['GET', '/cms/open/nothing'],
  ] as const)('knows no %s %s', async (method, path) => {
    const answer = await house.call(method, path)
    expect([answer.status, answer.body.error_code]).toEqual([404, 'APIGW.0101'])
    expect(answer.headers['content-type']).toBe('application/json;charset=UTF-8')
  })

  it('does not read what is sent to nobody', async () => {
    expect((await house.call('POST', '/v1/nothing', { body: '{' })).status).toBe(404)
  })

  it('takes other content types for what they are: no JSON', async () => {
    const answer = await house.call('POST', '/v1/mmc/management/conferences', {
      body: '<x/>',
      headers: { 'content-type': 'text/xml' },
    })
    expect(answer).toMatchObject({ status: 400, body: { error_code: 'MMC.111071062' } })
  })

  it('refuses bodies that are too large', async () => {
    const answer = await house.call('POST', '/v1/mmc/management/conferences', {
      body: { subject: 'x'.repeat(300_000) },
    })
    expect(answer).toMatchObject({ status: 400, body: { error_code: 'MMC.111071061' } })
  })
})
