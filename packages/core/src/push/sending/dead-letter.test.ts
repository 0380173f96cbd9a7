import { describe, expect, it } from 'vitest'
import { SECOND } from '../../instant.ts'
import type { ForeignEvent } from '../../site/events.ts'
import { isSiteEntry, type LogEntry } from '../../site/log-entry.ts'
import { answer, dead, house, settle } from '../../testing/push-house.ts'
import type { PushEvent } from '../event.ts'
import { siteRecord } from '../site-record.ts'
import type { Tell } from '../tell.ts'
import { TEST_EVENT_TYPE } from '../test-event.ts'
import { createDeliveryWorker } from './worker.ts'

const A = 'https://a.test/'

/** As published, under the publisher's id. */
const tell: Tell = (entry: LogEntry) => {
  if (!isSiteEntry(entry) || entry.type !== 'EventPut') return []
  const { bus, event } = entry.data
  const { data_base64: dataBase64, time, ...rest } = event
  const told: PushEvent = { ...rest, time: 0, timeText: time, dataBase64, orderKey: null }
  return [{ bus, event: { ...told, extendedData: { more: 1 } } }]
}

const event: ForeignEvent = {
  id: 'e1',
  source: 'urn:shop',
  type: 'order.paid',
  subject: 'orders/7',
  time: '2027-01-15T08:00:00.123456+08:00',
  data: { sum: 12 },
  extensions: { region: 'eu' },
}

type Wish = { why?: 'published' | 'dead-letter'; extended?: boolean; deadLetterBus?: string | null }

async function lost({ why = 'published', ...settings }: Wish = {}) {
  const one = house(() => answer(500))
  const { parts, given, owe, log } = one
  await given([A], { deadLetterBus: 'letters', ...settings })
  await log.record([siteRecord(parts.ids, 0, 'EventPut', { bus: 'default', event, why })])
  await owe(A)
  return { ...one, parts: { ...parts, tell: [tell] } }
}

describe('dead letter bus', () => {
  it('[D69] gets the event unchanged, under its own id and source', async () => {
    const { parts, pass, told, status, errors, pushStore } = await lost()
    const worker = createDeliveryWorker(parts)
    await pass(60 * SECOND)
    expect(await status('d1')).toBe('exhausted')
    expect((await told()).slice(1)).toEqual([
      { type: 'EventPut', data: { bus: 'letters', event, why: 'dead-letter' } },
    ])
    expect((await pushStore.attempts('d1')).map(({ error }) => error)).toEqual(
      Array(4).fill('the target answered 500'),
    )
    expect(errors).toEqual([])
    await worker.stop()
  })

  it('[D69] gets what an extended target would have got', async () => {
    const { parts, pass, told } = await lost({ extended: true })
    const worker = createDeliveryWorker(parts)
    await pass(60 * SECOND)
    expect((await told()).at(-1)).toMatchObject({ data: { event: { data: { sum: 12, more: 1 } } } })
    await worker.stop()
  })

  it.each<Wish>([{ deadLetterBus: 'default' }, { deadLetterBus: null }, { why: 'dead-letter' }])(
    '[D69] gets nothing that came from there, or was forwarded before: %o',
    async (wish) => {
      const { parts, pass, told, status, errors } = await lost(wish)
      const worker = createDeliveryWorker(parts)
      await pass(60 * SECOND)
      expect(await status('d1')).toBe('exhausted')
      expect(await told()).toHaveLength(1)
      expect(errors).toEqual([])
      await worker.stop()
    },
  )

  it('[D69] is written with the end of the delivery, or not at all', async () => {
    const { parts, pass, told, pushStore, status } = await lost()
    createDeliveryWorker({
      ...parts,
      pushStore: {
        ...pushStore,
        settle: async (worker, attempt, next, along) => {
          if (next.status !== 'exhausted') return pushStore.settle(worker, attempt, next, along)
          return dead()
        },
      },
    })
    await pass(60 * SECOND)
    expect(await told()).toHaveLength(1)
    const next = createDeliveryWorker({ ...parts, name: 'w2' })
    await pass(20 * SECOND)
    expect(await status('d1')).toBe('exhausted')
    expect(await told()).toHaveLength(2)
    await next.stop()
  })

  it('[D69] an event that cannot be made again stays a dead letter that says so', async () => {
    const { parts, pass, told, errors, pushStore, status } = await lost()
    const worker = createDeliveryWorker({ ...parts, tell: [] })
    await settle()
    await pass(60 * SECOND)
    expect(await status('d1')).toBe('exhausted')
    expect((await pushStore.attempts('d1')).at(-1)?.error).toBe(
      'the target answered 500; not forwarded: its event cannot be made again',
    )
    expect(await told()).toHaveLength(1)
    expect(errors).toHaveLength(1)
    await worker.stop()
  })
  it('[D84] a test event, which stands in no log, is not put there', async () => {
    const { parts, pass, told, errors, status, given, oweWith } = house(() => answer(500))
    await given([A], { deadLetterBus: 'letters' })
    await oweWith([{ eventType: TEST_EVENT_TYPE }], A)
    const worker = createDeliveryWorker({ ...parts, tell: [tell] })
    await pass(60 * SECOND)
    expect(await status('d1')).toBe('exhausted')
    expect(await told()).toEqual([])
    expect(errors).toEqual([])
    await worker.stop()
  })
})
