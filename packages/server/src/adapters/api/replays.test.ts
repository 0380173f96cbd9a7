import { describe, expect, it } from 'vitest'
import * as operations from './operations.ts'
import { follows, house, newRule } from './testing/house.ts'

/** The house with a rule of one target, and a meeting that was locked and unlocked `times` times, a second apart. */
async function missed(times: number, rule: object = newRule) {
  const all = await house()
  const made = await all.call('POST', '/rules', rule)
  const conferenceId = await all.book()
  const moments: number[] = []
  for (let at = 0; at < times; at += 1) {
    all.clock.advance(1_000)
    moments.push(all.clock.now())
    await all.lock(conferenceId, at % 2 === 0)
  }
  const at = (index: number) => new Date(moments[index] ?? 0).toISOString()
  return { ...all, rule: made.body, target: made.body.targets[0].id as string, conferenceId, at }
}

describe('replays', () => {
  it('go over the log from a time up to now, for one target', async () => {
    const { call, target, rule, at, store, pushStore, replaying } = await missed(4)
    const { status, body } = await call('POST', '/replays', { target, from: at(1) })
    expect(status).toBe(202)
    follows(operations.createReplay, body)
    expect(body).toMatchObject({
      count: null,
      replay: {
        ruleId: rule.id,
        targetId: target,
        from: at(1),
        before: null,
        pattern: null,
        ratePerSecond: 50,
        state: 'running',
        progress: 0,
        count: 0,
      },
    })
    expect(replaying()).toBe(1)
    const kept = await pushStore.replay(body.replay.id)
    const upTo = await store.lastPosition()
    expect(kept).toMatchObject({ after: upTo - 3, upTo, position: upTo - 3 })

    await pushStore.advanceReplay(body.replay.id, upTo - 3, upTo - 1, [], null)
    const shown = await call('GET', `/replays/${body.replay.id}`)
    follows(operations.getReplay, shown.body)
    expect(shown.body.progress).toBeCloseTo(2 / 3)
    const list = await call('GET', '/replays?state=running')
    follows(operations.listReplays, list.body)
    expect(list.body.data).toEqual([shown.body])
  })

  it('begin behind a cursor too, and take another pattern', async () => {
    const { call, target, pushStore } = await missed(2)
    const { next } = (await call('GET', '/events?limit=2')).body
    const pattern = { type: ['io.parley.LockChanged.v1'] }
    const { body } = await call('POST', '/replays', { target, after: next, pattern, ratePerSecond: 5 })
    expect(body.replay).toMatchObject({ pattern, ratePerSecond: 5 })
    expect(await pushStore.replay(body.replay.id)).toMatchObject({
      after: 2,
      pattern: JSON.stringify(pattern),
    })
  })

  it('[D74] a dry run counts what would be owed, and makes nothing', async () => {
    const pattern = { type: ['io.parley.LockChanged.v1'] }
    const { call, target, at, conferenceId, replaying } = await missed(6, { ...newRule, pattern })
    const dry = async (asked: object) => {
      const { body } = await call('POST', '/replays', { target, dryRun: true, ...asked })
      follows(operations.createReplay, body)
      return body
    }
    expect(await dry({ from: at(0) })).toEqual({ replay: null, count: 6, complete: true })
    expect(await dry({ from: at(2) })).toMatchObject({ count: 4 })
    expect(await dry({ from: at(2), before: at(4) })).toMatchObject({ count: 2 })
    expect(await dry({ from: at(0), pattern: { data: { locked: [true] } } })).toMatchObject({ count: 3 })
    const scoped = await call('POST', '/rules', {
      ...newRule,
      name: 'other',
      scope: { conferenceId: '999999999' },
    })
    const elsewhere = { from: at(0), target: scoped.body.targets[0].id }
    expect(await dry(elsewhere)).toMatchObject({ count: 0 })
    expect(conferenceId).not.toBe('999999999')
    expect((await call('GET', '/replays')).body.data).toEqual([])
    expect(replaying()).toBe(0)
  })

  it('are cancelled once', async () => {
    const { call, target, at } = await missed(1)
    const { body } = await call('POST', '/replays', { target, from: at(0) })
    const cancelled = await call('POST', `/replays/${body.replay.id}/cancel`)
    follows(operations.cancelReplay, cancelled.body)
    expect(cancelled.body).toMatchObject({ state: 'cancelled', endedAt: expect.any(String) })
    expect((await call('POST', `/replays/${body.replay.id}/cancel`)).body).toMatchObject({
      status: 409,
      code: 'conflict',
    })
    expect((await call('GET', '/replays?state=running')).body.data).toEqual([])
    expect((await call('POST', '/replays/none/cancel')).status).toBe(404)
    expect((await call('GET', '/replays/none')).status).toBe(404)
  })

  it.each([
    [{}, '/from'],
    [{ from: 'yesterday' }, '/from'],
    [{ from: '2026-01-01T00:00:00' }, '/from'],
    [{ after: 'x' }, '/after'],
    [{ after: 'ZDE' }, '/after'],
    [{ from: '2026-01-01T00:00:00+08:00', pattern: { type: [] } }, '/pattern/type'],
    [{ from: '2026-01-01T00:00:00Z', ratePerSecond: 0 }, '/ratePerSecond'],
    [{ from: '2026-01-01T00:00:00Z', to: 'x' }, ''],
  ])('%j is refused with the place', async (asked, pointer) => {
    const { call, target } = await missed(1)
    const { body } = await call('POST', '/replays', { target, ...asked })
    expect(body).toMatchObject({ status: 400, code: 'invalid' })
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer)
  })

  it('need a target that is there', async () => {
    const { call } = await house()
    const asked = { target: 'none', from: '2026-01-01T00:00:00Z' }
    expect((await call('POST', '/replays', asked)).body).toMatchObject({ status: 404, code: 'not-found' })
  })
})
