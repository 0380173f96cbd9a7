import { describe, expect, it } from 'vitest'
import { closeCodes, reactionTo } from './close-codes.ts'
import { errorCodes, sentenceOf } from './codes.ts'
import { eventTypes, readEvent } from './events.ts'
import { conferenceSnapshot } from './frames.ts'
import { signal } from './media.ts'
import { isMethodName, methods } from './methods/index.ts'

describe('[WC] 4.10 error codes', () => {
  it('has all of the table, each with a sentence', () => {
    const standard = [-32700, -32600, -32601, -32602, -32603]
    const http = [401, 403, 404, 408, 409, 413, 415, 419, 429, 500, 501, 503, 504]
    const family = [601, 602, 603, 605, 612, 614, 615, 616]
    const ours = Array.from({ length: 13 }, (_, i) => 730 + i)
    expect(
      Object.keys(errorCodes)
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual([...standard, ...http, ...family, ...ours].sort((a, b) => a - b))
    for (const sentence of Object.values(errorCodes)) expect(sentence).toMatch(/^[A-Z].*\.$/)
    expect(sentenceOf(999)).toBeUndefined()
  })
})

describe('[WC] 4.8 close codes', () => {
  it('has all of the table, and back-off for what is not in it', () => {
    expect(Object.keys(closeCodes).map(Number)).toEqual([
      1000, 1001, 1003, 1009, 1011, 1012, 1013, 4001, 4002, 4003, 4004, 4005, 4008, 4009, 4010, 4012, 4029,
    ])
    expect(reactionTo(1006)).toEqual({ do: 'reconnect', when: 'back-off' })
    expect(reactionTo(4013)).toEqual({ do: 'reconnect', when: 'back-off' })
    expect(reactionTo(4002)).toEqual({ do: 'refresh' })
  })
})

describe('methods', () => {
  it('carry the name they are listed under', () => {
    for (const [name, method] of Object.entries(methods)) expect(method.name).toBe(name)
    expect(isMethodName('toString')).toBe(false)
  })
  it('keep presence, signals and sessions on the socket, login off it', () => {
    const over = (names: string[]) => names.map((name) => isMethodName(name) && methods[name].over.join())
    expect(over(['conference.join', 'media.signal', 'session.ping', 'conference.subscribe'])).toEqual(
      Array(4).fill('ws'),
    )
    expect(methods['auth.http.login'].over).toEqual(['http'])
  })
  it('can be called without a token where the document says so', () => {
    const free = Object.values(methods).filter((method) => method.token !== 'needed')
    expect(free.map((method) => method.name)).toEqual([
      'auth.http.login',
      'conference.leave',
      'config.getProperties',
    ])
  })
  it('login takes the aliases of the product family', () => {
    const parsed = methods['auth.http.login'].params.parse({
      grantType: 'client_credentials',
      username: 'u1',
      password: 'p',
    })
    expect(parsed).toMatchObject({ clientId: 'u1', clientSecret: 'p' })
  })
  it('unknown params are ignored', () => {
    expect(methods['conference.lock'].params.parse({ confId: '1', colour: 'red' })).toEqual({ confId: '1' })
  })
})

describe('frames', () => {
  const event = { confId: '1', version: 4, eventId: 'e', time: 1, actor: null }
  it('reads known events, keeps unknown ones for their version, refuses half ones', () => {
    expect(readEvent({ ...event, type: 'conference.lockChanged', data: { locked: true } })).toMatchObject({
      type: 'conference.lockChanged',
      data: { locked: true },
    })
    expect(readEvent({ ...event, type: 'member.danced', data: {} })).toMatchObject({
      type: 'unknown',
      wireType: 'member.danced',
      version: 4,
    })
    expect(readEvent({ ...event, type: 'toString', data: {} })).toMatchObject({ type: 'unknown' })
    expect(readEvent({ ...event, type: 'conference.lockChanged', data: {} })).toBeNull()
    expect(readEvent({ ...event, type: 'quality.changed', ephemeral: true, data: {} })).toBeNull()
    expect(readEvent({ confId: '1', version: 6, fromVersion: 5, type: 'skip' })).toEqual({
      confId: '1',
      version: 6,
      fromVersion: 5,
      type: 'skip',
    })
    expect(readEvent(null)).toBeNull()
    expect(eventTypes).toHaveLength(28)
  })
  it('signals begin as SDP does and stay small', () => {
    expect(signal.safeParse({ kind: 'offer', payload: { sdp: 'v=0\r\n' } }).success).toBe(true)
    expect(signal.safeParse({ kind: 'offer', payload: { sdp: 'x' } }).success).toBe(false)
    expect(signal.safeParse({ kind: 'candidate', payload: { candidate: 'c'.repeat(1025) } }).success).toBe(
      false,
    )
    expect(signal.safeParse({ kind: 'candidate', payload: { completed: true } }).success).toBe(true)
    expect(signal.safeParse({ kind: 'bye' }).success).toBe(true)
    expect(signal.safeParse({ kind: 'hello' }).success).toBe(false)
  })
  it('a snapshot of a newer server keeps what we know', () => {
    expect(
      conferenceSnapshot.safeParse({ confId: '1', version: -1, conference: {}, members: [] }).success,
    ).toBe(false)
  })
})
