import { DAY, MINUTE, type PushStore } from '@parley/core'
import {
  createMemoryConferenceStore,
  createMemoryGuests,
  createMemoryTickets,
  createSequentialIds,
  FakeClock,
} from '@parley/core/memory'
import { describe, expect, it } from 'vitest'
import { startSweeps } from './sweeps.ts'

const settle = () => new Promise((done) => setTimeout(done, 5))

/** `rows`: what `prune` finds, call after call. */
function setUp(rows: { delivered: number; exhausted: number }[]) {
  const clock = new FakeClock()
  const asked: Parameters<PushStore['prune']>[] = []
  const errors: unknown[] = []
  const conferences = createMemoryConferenceStore()
  const sweeps = startSweeps({
    store: {
      conferences,
      tickets: createMemoryTickets(),
      guests: createMemoryGuests(),
      push: {
        async prune(...input) {
          asked.push(input)
          const found = rows.shift() ?? { delivered: 0, exhausted: 0 }
          if (found.exhausted > 0) await conferences.record(input[2](found.exhausted))
          return found
        },
      },
    },
    ids: createSequentialIds(),
    clock,
    keep: { deliveredMs: 30 * DAY, exhaustedMs: 90 * DAY },
    onError: (error) => errors.push(error),
  })
  return { clock, asked, errors, sweeps, log: conferences }
}

describe('sweeping deliveries', () => {
  it('asks for those that ended before their time was over, until there are no more', async () => {
    const { clock, asked, sweeps } = setUp([{ delivered: 500, exhausted: 0 }])
    clock.advance(5 * MINUTE)
    await settle()
    const now = clock.now()
    expect(asked.map(([older]) => older)).toEqual(
      Array(2).fill({ delivered: now - 30 * DAY, exhausted: now - 90 * DAY }),
    )
    await sweeps.stop()
    clock.advance(DAY)
    await settle()
    expect(asked).toHaveLength(2)
  })

  it('tells in the log how many dead letters went, and nothing of what was delivered', async () => {
    const { clock, log, errors, sweeps } = setUp([{ delivered: 100, exhausted: 7 }])
    clock.advance(5 * MINUTE)
    await settle()
    clock.advance(5 * MINUTE)
    await settle()
    const entries = await log.entries({ after: 0, limit: 9 })
    expect(entries.map(({ type, data }) => [type, data])).toEqual([
      ['DeliveriesDropped', { count: 7, why: 'retention', target: null }],
    ])
    expect(errors).toEqual([])
    await sweeps.stop()
  })
})
