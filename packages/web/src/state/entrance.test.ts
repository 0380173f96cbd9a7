import { describe, expect, it } from 'vitest'
import { type Ask, lookOf, lookThrough, requestOf, retryAfterHeader, retryAfterOf } from './entrance.ts'

const open = {
  confId: '123456789',
  confName: 'Weekly',
  state: 0 as const,
  code: 200,
  startTime: 5,
  serverTime: 7,
  hostName: 'Li Wei',
  clientId: 'w1',
  ticket: 't',
  ticketDeadline: 9,
}
const meeting = { confId: '123456789', title: 'Weekly', startTime: 5, hostName: 'Li Wei' }

describe('[WC 2.2] the answer at the door', () => {
  it('0: one may enter, with a ticket', () => {
    expect(lookOf(open)).toEqual({
      is: 'open',
      meeting,
      serverTime: 7,
      ticket: { clientId: 'w1', ticket: 't', deadline: 9 },
    })
  })
  it('0 but locked or full', () => {
    expect(lookOf({ ...open, locked: true })).toEqual({ is: 'locked', meeting })
    expect(lookOf({ ...open, full: true })).toEqual({ is: 'full', meeting })
  })
  it('30, 31, 32', () => {
    expect(lookOf({ ...open, state: 30 })).toEqual({ is: 'early', meeting, serverTime: 7 })
    expect(lookOf({ ...open, state: 31 })).toEqual({ is: 'ended' })
    expect(lookOf({ ...open, state: 32 })).toEqual({ is: 'unknown' })
  })
  it('too many tries are told as state 32 with code 429, which is not "does not exist"', () => {
    expect(lookOf({ confId: '', confName: '', state: 32, code: 429 }).is).toBe('tooMany')
  })
  it('an unavailable server is no missing meeting', () => {
    expect(lookOf({ confId: '', confName: '', state: 32, code: 503 }).is).toBe('unreachable')
  })
})

describe('asking', () => {
  const answering =
    (status: number, body: unknown, retryAfter: string | null = null): Ask =>
    async () => ({
      status,
      headers: { get: () => retryAfter },
      json: async () => body,
    })
  const link = { by: 'link', segment: 'aB3xMTIz', hostKey: 'k' } as const

  it('sends the host key in the body and never in the address', () => {
    const { path, body } = requestOf(link, 'en')
    expect(path).toBe('/gzbwclient/conference/aB3xMTIz')
    expect(body).toEqual({ want: ['ticket'], lang: 'en', hostKey: 'k' })
  })
  it('knows number and password too', () => {
    expect(requestOf({ by: 'number', confId: '123456789', password: 'p' }, 'en')).toEqual({
      path: '/gzbwclient/enter',
      body: { want: ['ticket'], lang: 'en', confId: '123456789', password: 'p' },
    })
  })
  it('waits as long as the server says', async () => {
    expect(await lookThrough(answering(429, {}, '42'), link, 'en')).toEqual({
      is: 'tooMany',
      retryAfterMs: 42_000,
    })
  })
  it('no network, no JSON, half an answer: the server does not answer', async () => {
    const failing: Ask = () => Promise.reject(new TypeError('network'))
    expect(await lookThrough(failing, link, 'en')).toEqual({ is: 'unreachable' })
    expect(await lookThrough(answering(502, '<html>'), link, 'en')).toEqual({ is: 'unreachable' })
    expect(await lookThrough(answering(200, { confId: 1 }), link, 'en')).toEqual({ is: 'unreachable' })
  })
  it('reads a good answer', async () => {
    expect((await lookThrough(answering(200, open), link, 'en')).is).toBe('open')
  })
})

describe('waiting the server asks for', () => {
  it.each([
    [{ code: 429, data: { retryAfter: 12 } }, 12_000],
    [{ code: 419, data: {} }, 30_000],
    [{ code: 615 }, null],
    [new Error('x'), null],
  ])('%j', (error, expected) => expect(retryAfterOf(error)).toBe(expected))

  it('as seconds, as a date, or not said', () => {
    expect(retryAfterHeader('7')).toBe(7_000)
    expect(retryAfterHeader('Thu, 01 Jan 1970 00:01:00 GMT', 0)).toBe(60_000)
    expect(retryAfterHeader(null)).toBe(30_000)
  })
})
