import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, SECOND } from '../../instant.ts'
import { createSequentialIds } from '../../memory/ids.ts'
import type { LogEntry } from '../../site/log-entry.ts'
import { dead, mortal, house as pushHouse, settle } from '../../testing/push-house.ts'
import { parsePattern } from '../pattern/parse-pattern.ts'
import { pauseTarget } from '../target-state.ts'
import { createReplayer, type ReplayerParts } from './replayer.ts'
import { countReplay, type ReplayWish, resumeAndReplay, startReplay } from './start-replay.ts'

const A = 'https://a.test/'
const by = { actor: { is: 'user', id: 'u1', name: 'Ada' }, via: 'api' } as const
const whole: ReplayWish = { targetId: A, from: null, before: null, pattern: null, ratePerSecond: 1_000_000 }

/** A log of `count` entries, one a second; each second one is of type `even`. */
async function house(count = 0) {
  const { parts: sending, pushStore, log, clock, given, pass, errors, state } = pushHouse()
  await given([A])
  const start = clock.now() - 10 * HOUR
  const happen = (time = start + log.last * SECOND): void => {
    const position = log.last + 1
    const entry = { id: `00000000-0000-7000-8000-${String(position).padStart(12, '0')}`, position, time }
    const actor = { is: 'system', id: 'server', name: 'server' }
    log.append({ ...entry, conferenceId: '1', tenantId: '1', actor, type: 'RunOccupied', data: {} } as never)
  }
  for (let at = 0; at < count; at += 1) happen()
  const parts = {
    ...sending,
    pushStore,
    log,
    tell: [
      ({ id, position, time, type: name }: LogEntry) => {
        if (name === 'EventUntold') return []
        const type = position % 2 === 0 ? 'even' : 'odd'
        return [{ bus: 'default', event: { id, source: 's', type, time, orderKey: 'm1' } }]
      },
    ],
    readPattern: (text: string) => parsePattern(text).pattern,
    encode: ({ id }: { id: string }) => ({
      body: `body of ${id}`,
      headers: { 'content-type': 'text/plain' },
    }),
  } satisfies ReplayerParts
  const owed = async (replayId: string) =>
    (await pushStore.deliveries({ replayId, limit: 500 })).map(({ position }) => position).reverse()
  return { parts, pushStore, log, clock, pass, errors, state, start, happen, owed }
}

const positions = (from: number, upTo: number) =>
  Array.from({ length: upTo - from + 1 }, (_, at) => from + at)

describe('replay', () => {
  it('[D73] owes what the log holds once more, under its own ids, and what is recorded later not at all', async () => {
    const { parts, pushStore, owed, happen, pass } = await house(40)
    const replay = await startReplay(parts, whole)
    happen()
    const replayer = createReplayer(parts)
    await pass(SECOND)
    expect(await owed(replay?.id ?? '')).toEqual(positions(1, 40))
    const [newest] = await pushStore.deliveries({ limit: 1 })
    expect(newest).toMatchObject({
      eventId: '00000000-0000-7000-8000-000000000040',
      body: 'body of 00000000-0000-7000-8000-000000000040',
      targetId: A,
      ruleId: A,
      replayId: replay?.id,
      status: 'pending',
    })
    expect(await pushStore.replay(replay?.id ?? '')).toMatchObject({ state: 'done', count: 40, position: 40 })
    await replayer.stop()
  })

  it('[D73] by the time of the entries, not by their place in the log', async () => {
    const { parts, owed, happen, start, pass } = await house(10)
    happen(start + 2_500)
    happen(start + 100_000)
    const replay = await startReplay(parts, { ...whole, from: start + 2_000, before: start + 5_000 })
    const replayer = createReplayer(parts)
    await pass(SECOND)
    expect(await owed(replay?.id ?? '')).toEqual([3, 4, 5, 11])
    await replayer.stop()
  })

  it('[D73] with the pattern of the rule, or with its own', async () => {
    const { parts, owed, pushStore, pass } = await house(6)
    await pushStore.updateRule(A, { pattern: '{"type":["even"]}' }, 0)
    const first = await startReplay(parts, whole)
    const second = await startReplay(parts, { ...whole, pattern: '{"type":["odd"]}' })
    const replayer = createReplayer(parts)
    await pass(SECOND)
    expect(await owed(first?.id ?? '')).toEqual([2, 4, 6])
    expect(await owed(second?.id ?? '')).toEqual([1, 3, 5])
    await replayer.stop()
  })

  it('[D73] at its rate, on one node or on three', async () => {
    for (const nodes of [1, 3]) {
      const { parts, pushStore, clock, pass, errors } = await house(400)
      const replay = await startReplay(parts, { ...whole, ratePerSecond: 20 })
      const start = clock.now()
      const replayers = []
      for (let seed = 0; seed < nodes; seed += 1) {
        replayers.push(createReplayer({ ...parts, ids: createSequentialIds(seed + 5) }))
        // Their turns come at different times.
        await pass(80, 10)
      }
      for (let second = 1; second <= 10; second += 1) {
        await pass(SECOND, 50)
        const made = (await pushStore.replay(replay?.id ?? ''))?.count ?? 0
        expect(made).toBeLessThanOrEqual(((clock.now() - start) / SECOND) * 20 + 1 + nodes)
        expect(made).toBeGreaterThanOrEqual((second - 1) * 20)
      }
      expect(errors).toEqual([])
      await Promise.all(replayers.map((replayer) => replayer.stop()))
    }
  })

  it('[D73] one that moves seldom is left to its node', async () => {
    const { parts, pushStore, pass } = await house(40)
    const replay = await startReplay(parts, { ...whole, ratePerSecond: 0.1 })
    const replayers = [1, 2, 3].map((seed) => createReplayer({ ...parts, ids: createSequentialIds(seed) }))
    await pass(100 * SECOND)
    // The first one of each node, and then ten.
    expect((await pushStore.replay(replay?.id ?? ''))?.count).toBeLessThanOrEqual(13)
    expect((await pushStore.replay(replay?.id ?? ''))?.count).toBeGreaterThanOrEqual(9)
    await Promise.all(replayers.map((replayer) => replayer.stop()))
  })

  it('[D73] wherever nodes die, each event is owed once', async () => {
    const deaths = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(deaths, fc.integer({ min: 0, max: 60 }), async (dying, count) => {
        const { parts, pushStore, pass, owed } = await house(count)
        const replay = await startReplay(parts, { ...whole, ratePerSecond: 10 })
        for (const [no, calls] of dying.entries()) {
          let left = calls
          let alive = true
          const store = mortal(pushStore, () => alive)
          const advanceReplay: typeof pushStore.advanceReplay = async (...asked) => {
            left -= 1
            const lives = alive && left > 0
            if (left === 0 && no % 2 === 0) await pushStore.advanceReplay(...asked)
            if (!lives) alive = false
            return lives ? pushStore.advanceReplay(...asked) : dead()
          }
          createReplayer({ ...parts, pushStore: { ...pick(store), advanceReplay } })
          await pass(2 * SECOND)
          alive = false
        }
        const last = createReplayer(parts)
        await pass(15 * SECOND)
        expect(await owed(replay?.id ?? '')).toEqual(positions(1, count))
        expect(await pushStore.replay(replay?.id ?? '')).toMatchObject({ state: 'done', count })
        await last.stop()
      }),
      { numRuns: 40 },
    )
  }, 20_000)

  it('[D73] ends when it is cancelled, when its target is gone, or when its pattern cannot be read', async () => {
    const { parts, pushStore, pass, clock, errors } = await house(100)
    const cancelled = await startReplay(parts, { ...whole, ratePerSecond: 5 })
    const unreadable = await startReplay(parts, { ...whole, pattern: '{"type":' })
    const replayer = createReplayer(parts)
    await pass(2 * SECOND)
    await pushStore.cancelReplay(cancelled?.id ?? '', clock.now())
    const made = (await pushStore.replay(cancelled?.id ?? ''))?.count
    await pass(2 * SECOND)
    expect((await pushStore.replay(cancelled?.id ?? ''))?.count).toBe(made)
    expect((await pushStore.replay(unreadable?.id ?? ''))?.state).toBe('cancelled')
    expect(errors).toHaveLength(1)
    const orphan = await startReplay(parts, { ...whole, ratePerSecond: 5 })
    await pushStore.deleteTarget(A, clock.now())
    await pass(2 * SECOND)
    expect((await pushStore.replay(orphan?.id ?? ''))?.state).toBe('cancelled')
    expect(await startReplay(parts, whole), 'unknown').toBeNull()
    await replayer.stop()
  })

  it('[D70] what cannot be told is passed, and leaves the trace that the matcher leaves', async () => {
    const { parts, pass, owed, log, errors } = await house(4)
    const tell: ReplayerParts['tell'] = [
      (entry) => {
        if (entry.position === 2) throw new Error('no such field')
        return parts.tell[0]?.(entry) ?? []
      },
    ]
    const replay = await startReplay(parts, whole)
    const replayer = createReplayer({ ...parts, tell })
    await pass(SECOND)
    expect(await owed(replay?.id ?? '')).toEqual([1, 3, 4])
    expect(await log.entries({ after: 4, limit: 9 })).toMatchObject([
      { type: 'EventUntold', id: '00000000-0000-8000-8000-000000000003', data: { position: 2 } },
    ])
    expect(errors).toHaveLength(1)
    await replayer.stop()
  })
})

describe('counting a replay', () => {
  it('[D74] gives what the replay makes, and writes nothing', async () => {
    const wish = fc.record({
      count: fc.integer({ min: 0, max: 1_200 }),
      from: fc.option(fc.integer({ min: -10, max: 1_300 })),
      before: fc.option(fc.integer({ min: -10, max: 1_300 })),
      pattern: fc.option(fc.constantFrom('{"type":["odd"]}', '{"type":["none"]}')),
    })
    await fc.assert(
      fc.asyncProperty(wish, async ({ count, from, before, pattern }) => {
        const { parts, pushStore, start, pass } = await house(count)
        const at = (second: number | null) => (second === null ? null : start + second * SECOND)
        const asked = { ...whole, from: at(from), before: at(before), pattern }
        const counted = await countReplay(parts, asked)
        expect(await pushStore.replays({ limit: 9 })).toEqual([])
        expect(await pushStore.counts()).toMatchObject({ pending: 0 })
        const replay = await startReplay(parts, asked)
        const replayer = createReplayer(parts)
        await pass(SECOND)
        expect(await pushStore.replay(replay?.id ?? '')).toMatchObject({
          state: 'done',
          count: counted?.events,
        })
        await replayer.stop()
      }),
      { numRuns: 25 },
    )
  }, 20_000)

  it('[D74] is null for a target that is not there', async () => {
    const { parts } = await house()
    expect(await countReplay(parts, { ...whole, targetId: 'nobody' })).toBeNull()
  })
})

describe('resuming with a replay', () => {
  it('[D73] owes once more what happened up to the pause; the rest was kept', async () => {
    const { parts, happen, clock, owed, pass, state, start } = await house(5)
    await pauseTarget(parts, A, by)
    clock.advance(SECOND)
    happen(clock.now())
    const replay = await resumeAndReplay(parts, { ...whole, from: start + 2_000 }, by)
    expect((await state(A))?.is).toBe('running')
    const replayer = createReplayer(parts)
    await pass(SECOND)
    await settle()
    // The pause itself is a log entry of an even place.
    expect(await owed(replay?.id ?? '')).toEqual([3, 4, 5])
    await replayer.stop()
  })
})

function pick(store: ReplayerParts['pushStore']): ReplayerParts['pushStore'] {
  const { advanceReplay, cancelReplay, replays, target } = store
  return { advanceReplay, cancelReplay, replays, target }
}
