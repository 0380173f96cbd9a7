import type { ConferenceId } from '@parley/core'
import { describe, expect, it } from 'vitest'
import * as operations from './operations.ts'
import { follows, house } from './testing/house.ts'

describe('the log', () => {
  it('of a conference is read by revision; sealed secrets stay inside', async () => {
    const { call, book, lock } = await house()
    const id = await book()
    const first = await call('GET', `/conferences/${id}/events`)
    follows(operations.listConferenceEvents, first.body)
    const types = first.body.data.map(({ type }: { type: string }) => type)
    expect(types).toContain('ConferenceScheduled')
    expect(first.body.data[0]).toMatchObject({
      conferenceId: id,
      revision: 1,
      actor: { is: 'user', name: 'Ann' },
      via: 'rpc',
      data: { title: 'weekly' },
    })
    expect(JSON.stringify(first.body)).not.toMatch(/sealed|linkLookup|hostPassword/)
    expect(first.body.next).toBe(String(first.body.data.length))

    const none = await call('GET', `/conferences/${id}/events?after=${first.body.next}`)
    expect(none.body).toEqual({ data: [], next: first.body.next })
    await lock(id, true)
    const more = await call('GET', `/conferences/${id}/events?after=${first.body.next}`)
    expect(more.body.data).toMatchObject([{ type: 'LockChanged', data: { locked: true } }])
  })

  it('of all conferences is read whole and in order while it is written', async () => {
    const { call, book, lock, store } = await house()
    const ids = [await book('one'), await book('two')]
    const seen: { id: string; position: number }[] = []
    let next: string | undefined
    let writing = Promise.resolve<unknown>(null)
    for (let round = 0; round < 60; round += 1) {
      const id = ids[round % 2] as ConferenceId
      writing = Promise.all([writing, round < 50 ? lock(id, round % 4 < 2) : null])
      const { body } = await call('GET', `/events?limit=3${next ? `&after=${next}` : ''}`)
      follows(operations.listEvents, body)
      expect(body.data.length).toBeLessThanOrEqual(3)
      seen.push(...body.data)
      next = body.next
    }
    await writing
    const all = await store.entries({ after: 0, limit: 1_000 })
    expect(seen.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    expect(all.length).toBeGreaterThan(50)
  })

  it('gives a cursor even when it is empty', async () => {
    const { call } = await house()
    const { body } = await call('GET', '/events')
    expect(body).toEqual({ data: [], next: expect.any(String) })
    expect((await call('GET', `/events?after=${body.next}`)).body).toEqual(body)
  })

  it('is 404 for an unknown conference, whatever its id looks like', async () => {
    const { call } = await house()
    for (const id of ['123456789', '000000000', 'x', '%00', '%F0%9F%98%80', '1'.repeat(60)])
      expect((await call('GET', `/conferences/${id}/events`)).status, id).toBe(404)
  })

  it.each([
    '/events?after=0',
    '/events?after=x',
    '/events?after=ZDE',
    '/events?limit=0',
    '/events?limit=1001',
    '/events?limit=1e2',
    '/events?limit=-1',
    '/events?limit=1&limit=2',
    '/events?surprise=1',
    '/deliveries?limit=501',
    '/deliveries?status=lost',
    '/deliveries?after=cDE',
    '/conferences/123456789/events?after=-1',
    '/conferences/123456789/events?after=cDE',
  ])('%s is refused with the name of the parameter', async (url) => {
    const { call } = await house()
    const { body } = await call('GET', url)
    expect(body).toMatchObject({ status: 400, code: 'invalid', type: '/problems/invalid' })
    expect(body.errors[0].pointer).toMatch(/^\?/)
  })
})
