import { describe, expect, it } from 'vitest'
import * as operations from './operations.ts'
import { follows, house } from './testing/house.ts'

describe('testing a pattern', () => {
  it('says of every field why it matches or not, and keeps nothing', async () => {
    const { call, pushStore } = await house()
    const pattern = { source: ['urn:parley'], data: { locked: [true], by: [{ exists: true }] } }
    const event = { id: '1', source: 'urn:parley', type: 't', data: { locked: false } }
    const { status, body } = await call('POST', '/patterns/test', { pattern, event })
    expect(status).toBe(200)
    follows(operations.testPattern, body)
    expect(body).toMatchObject({
      matched: false,
      event,
      fields: [
        { pointer: '/source', matched: true },
        { pointer: '/data/locked', matched: false, expected: 'true', actual: { there: true, value: false } },
        { pointer: '/data/by', matched: false, actual: { there: false } },
      ],
    })
    const right = { ...event, data: { locked: true, by: 'x' } }
    expect(
      (await call('POST', '/patterns/test', { pattern: JSON.stringify(pattern), event: right })).body,
    ).toMatchObject({
      matched: true,
    })
    expect(await pushStore.rules()).toEqual([])
  })

  it('takes an event from the log as the bus tells it', async () => {
    const { call, book, store } = await house()
    const [first] = await store.eventsOf(await book(), { after: 0, limit: 1 })
    const pattern = { type: ['io.parley.ConferenceScheduled.v1'], data: { title: ['weekly'] } }
    const { body } = await call('POST', '/patterns/test', { pattern, eventId: first?.id })
    follows(operations.testPattern, body)
    expect(body).toMatchObject({ matched: true, event: { id: first?.id, data: { title: 'weekly' } } })
    expect(JSON.stringify(body)).not.toMatch(/sealed|\$scope/)
    const elsewhere = { bus: 'default', pattern: {}, eventId: first?.id }
    expect((await call('POST', '/patterns/test', elsewhere)).body).toMatchObject({ status: 404 })
    expect((await call('POST', '/patterns/test', { pattern, eventId: 'none' })).status).toBe(404)
  })

  it('warns of types that the bus does not know', async () => {
    const { call } = await house()
    const given = { pattern: { type: ['nonsense'] }, event: {} }
    expect((await call('POST', '/patterns/test', given)).body.warnings).toEqual([
      expect.stringContaining('/pattern/type/0'),
    ])
    expect((await call('POST', '/patterns/test', { ...given, bus: 'default' })).body.warnings).toEqual([])
  })

  it.each([
    [{ pattern: {} }, '/event'],
    [{ pattern: {}, event: {}, eventId: 'x' }, '/event'],
    [{ event: {} }, '/pattern'],
    [{ pattern: { type: 'x' }, event: {} }, '/pattern/type'],
    [{ pattern: {}, event: [] }, '/event'],
    [{ pattern: {}, event: {}, bus: 'none' }, '/bus'],
  ])('%j is refused with the place', async (given, pointer) => {
    const { call } = await house()
    const { body } = await call('POST', '/patterns/test', given)
    expect(body).toMatchObject({ status: 400, code: 'invalid' })
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer)
  })
})

describe('trying a pattern', () => {
  it('says which of the newest events would have matched, and why the others not', async () => {
    const { call, book, lock, store, pushStore } = await house()
    const id = await book()
    for (const locked of [true, false, true]) await lock(id, locked)
    const pattern = { type: ['io.parley.LockChanged.v1'], data: { locked: [true] } }
    const { status, body } = await call('POST', '/patterns/try', { pattern, last: 4 })
    expect(status).toBe(200)
    follows(operations.tryPattern, body)
    expect(body).toMatchObject({ looked: 4, matched: 2, warnings: [] })
    const log = (await store.entries({ after: 0, limit: 100 })).slice(-4).reverse()
    expect(body.data.map((one: { id: string }) => one.id)).toEqual(log.map((one) => one.id))
    expect(body.data.map((one: { matched: boolean }) => one.matched)).toEqual([true, false, true, false])
    expect(body.data[0].why).toBeNull()
    expect(body.data[1].why).toMatch(/^\/data\/locked: /)
    expect(body.data[3].why).toMatch(/^\/type: /)
    expect(await pushStore.rules()).toEqual([])
  })

  it('minds the scope', async () => {
    const { call, book } = await house()
    const [one, other] = [await book('one'), await book('two')]
    const scope = { conferenceId: one }
    const { body } = await call('POST', '/patterns/try', { pattern: {}, scope })
    expect(body.matched).toBeGreaterThan(0)
    const verdicts = body.data.map((found: { subject: string; matched: boolean; why: string }) => [
      found.subject,
      found.matched,
      found.why,
    ])
    expect(verdicts).toContainEqual([`meetings/${one}`, true, null])
    expect(verdicts).toContainEqual([`meetings/${other}`, false, 'it is outside the scope'])
  })

  it('finds the events of a quiet bus behind many of others, and stops looking somewhere', async () => {
    const { call, book, lock, store } = await house()
    await call('POST', '/buses', { name: 'quiet' })
    const event = { specversion: '1.0', id: 'x', source: 'urn:me', type: 'a.b' }
    await call('POST', '/events?bus=quiet', event)
    const id = await book()
    for (let at = 0; at < 60; at += 1) await lock(id, at % 2 === 0)
    const { body } = await call('POST', '/patterns/try', { bus: 'quiet', pattern: { type: ['a.b'] } })
    expect(body).toMatchObject({ looked: 1, matched: 1, data: [{ id: 'x', source: 'urn:me', type: 'a.b' }] })

    // As if there were very many in between.
    const asked: number[] = []
    const entries = store.entries.bind(store)
    store.lastPosition = async () => 100_000
    store.entries = async (range) => {
      asked.push(range.after)
      return entries(range)
    }
    expect((await call('POST', '/patterns/try', { bus: 'quiet', pattern: {} })).body.looked).toBe(0)
    expect(Math.min(...asked)).toBe(80_000)
  })

  it.each([
    [{ pattern: {}, last: 0 }, '/last'],
    [{ pattern: {}, last: 1_001 }, '/last'],
    [{ pattern: { type: [] } }, '/pattern/type'],
    [{ pattern: {}, bus: 'none' }, '/bus'],
    [{ pattern: {}, name: 'x' }, ''],
  ])('%j is refused with the place', async (given, pointer) => {
    const { call } = await house()
    const { body } = await call('POST', '/patterns/try', given)
    expect(body).toMatchObject({ status: 400, code: 'invalid' })
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer)
  })
})
