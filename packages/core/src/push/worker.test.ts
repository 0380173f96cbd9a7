import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../instant.ts'
import { FakeClock } from '../memory/clock.ts'
import { createSequentialIds } from '../memory/ids.ts'
import { createMemoryPushStore } from '../memory/push-store.ts'
import { createTestSecrets } from '../memory/secrets.ts'
import type { Parcel, Receipt } from '../ports/courier.ts'
import type { ProbePoint } from './probe.ts'
import { createDeliveryWorker, type DeliveryWorkerParts } from './worker.ts'

const answer = (status: number, retryAfterMs: number | null = null): Receipt => ({
  is: 'answered',
  status,
  response: `said ${status}`,
  retryAfterMs,
  durationMs: 5,
})

function house(target: (parcel: Parcel) => Receipt | Promise<Receipt> = () => answer(200)) {
  const pushStore = createMemoryPushStore()
  const clock = new FakeClock()
  const secrets = createTestSecrets()
  const errors: unknown[] = []
  const sent: Parcel[] = []
  const parts: DeliveryWorkerParts = {
    name: 'w1',
    pushStore,
    clock,
    secrets,
    ids: createSequentialIds(),
    courier: {
      send: async (parcel) => {
        sent.push(parcel)
        return target(parcel)
      },
    },
    sign: ({ id }, secret, now) => ({ 'webhook-id': id, 'x-secret': secret, 'x-at': String(now) }),
    chance: () => 0.5,
    onError: (error) => errors.push(error),
  }
  let events = 0
  /** Owes one event to each URL; the URL is the rule's name. */
  async function owe(...urls: string[]): Promise<void> {
    for (const url of urls) {
      if (!(await pushStore.rule(url)))
        await pushStore.createRule({
          id: url,
          name: url,
          enabled: true,
          pattern: {},
          target: {
            type: 'http',
            url,
            retry: 'BACKOFF_RETRY',
            sealedSecret: secrets.seal(`secret of ${url}`),
          },
          createdAt: 0,
        })
    }
    const from = await pushStore.cursor()
    await pushStore.advance(
      from,
      from + 1,
      urls.map((url) => {
        events += 1
        return {
          id: `d${events}`,
          ruleId: url,
          ruleName: url,
          eventId: `e${events}`,
          eventType: 't',
          url,
          body: `body ${events}`,
          status: 'pending',
          attempts: 0,
          dueAt: clock.now(),
          createdAt: clock.now(),
        }
      }),
    )
  }
  /** Lets time pass in steps, as it does. */
  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 250) {
      clock.advance(Math.min(250, left))
      await settle()
    }
  }
  const status = async (id: string) => (await pushStore.delivery(id))?.status
  return { parts, pushStore, clock, errors, sent, owe, pass, status }
}

describe('delivery worker', () => {
  it('sends what is owed, signed with the rule’s own secret, and keeps the attempt', async () => {
    const { parts, owe, sent, pushStore, clock } = house()
    await owe('https://a.test/x')
    const worker = createDeliveryWorker(parts)
    await settle()
    expect(sent).toMatchObject([
      {
        url: 'https://a.test/x',
        body: 'body 1',
        headers: { 'webhook-id': 'e1', 'x-secret': 'secret of https://a.test/x' },
        timeoutMs: 10_000,
      },
    ])
    expect(await pushStore.delivery('d1')).toMatchObject({ status: 'delivered', attempts: 1, dueAt: null })
    expect(await pushStore.attempts('d1')).toMatchObject([
      { no: 1, status: 200, error: null, response: 'said 200', startedAt: clock.now(), durationMs: 5 },
    ])
    await worker.stop()
  })

  it('[D10] [D12] tries four times, waits between, keeps the exhausted, and resends under the same event id', async () => {
    let up = false
    const { parts, owe, sent, pushStore, clock, pass } = house(() => answer(up ? 204 : 500))
    await owe('https://a.test/')
    const start = clock.now()
    const worker = createDeliveryWorker(parts)
    await pass(120 * SECOND)
    const times = sent.map(({ headers }) => Number(headers['x-at']) - start)
    expect(times).toHaveLength(4)
    times.slice(1).forEach((time, at) => {
      const wait = time - (times[at] ?? 0)
      expect(wait).toBeGreaterThanOrEqual(15_000)
      expect(wait).toBeLessThanOrEqual(15_250)
    })
    expect(await pushStore.delivery('d1')).toMatchObject({ status: 'exhausted', attempts: 4, dueAt: null })
    up = true
    expect(await pushStore.resend('d1', clock.now())).toBe(true)
    worker.wake()
    await settle()
    expect(await pushStore.delivery('d1')).toMatchObject({ status: 'delivered', attempts: 1 })
    expect((await pushStore.attempts('d1')).map(({ no, error }) => [no, error])).toEqual([
      [1, 'the target answered 500'],
      [2, 'the target answered 500'],
      [3, 'the target answered 500'],
      [4, 'the target answered 500'],
      [5, null],
    ])
    expect(new Set(sent.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['e1']))
    await worker.stop()
  })

  it('[D11] waits as long as the target asks', async () => {
    const { parts, owe, sent, pass } = house(() => answer(503, 40 * SECOND))
    await owe('https://a.test/')
    const worker = createDeliveryWorker(parts)
    await pass(39 * SECOND)
    expect(sent).toHaveLength(1)
    await pass(2 * SECOND)
    expect(sent).toHaveLength(2)
    await worker.stop()
  })

  it('[D13] a claimed delivery is nobody else’s', async () => {
    let release = (): void => {}
    const { parts, owe, sent } = house(
      () =>
        new Promise((done) => {
          release = () => done(answer(200))
        }),
    )
    await owe('https://a.test/')
    const one = createDeliveryWorker(parts)
    const other = createDeliveryWorker({ ...parts, name: 'w2' })
    await settle()
    expect(sent).toHaveLength(1)
    release()
    await Promise.all([one.stop(), other.stop()])
  })

  it.each<ProbePoint>(['delivery.claimed', 'delivery.answered'])(
    '[D14] died at %s: somebody else sends it when the lease ends, under the same id',
    async (deadly) => {
      const { parts, owe, sent, status, pass } = house()
      await owe('https://a.test/')
      let alive = true
      createDeliveryWorker({
        ...parts,
        pushStore: mortal(parts.pushStore, () => alive),
        probe: (point) => {
          if (point !== deadly) return
          alive = false
          return dead()
        },
      })
      await settle()
      const before = sent.length
      const next = createDeliveryWorker({ ...parts, name: 'w2' })
      await settle()
      expect(sent).toHaveLength(before)
      await pass(17 * SECOND)
      expect(sent).toHaveLength(before + 1)
      expect(new Set(sent.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['e1']))
      expect(await status('d1')).toBe('delivered')
      await next.stop()
    },
  )

  it('[D14] killed at any points, every delivery arrives at least once', async () => {
    const kill = fc.record({
      point: fc.constantFrom<ProbePoint>('delivery.claimed', 'delivery.answered'),
      nth: fc.integer({ min: 1, max: 6 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(kill, { maxLength: 4 }),
        fc.integer({ min: 1, max: 12 }),
        async (kills, count) => {
          const { parts, owe, sent, pushStore, clock, errors } = house()
          for (let at = 0; at < count; at += 1) await owe(`https://t${at % 3}.test/`)
          let generation = 0
          for (const { point: deadly, nth } of kills) {
            let seen = 0
            generation += 1
            let alive = true
            createDeliveryWorker({
              ...parts,
              name: `w${generation}`,
              // After its death nothing of it happens any more.
              pushStore: mortal(pushStore, () => alive),
              courier: mortal(parts.courier, () => alive),
              probe: (point) => {
                if (point === deadly) seen += 1
                if (seen < nth) return
                alive = false
                return dead()
              },
            })
            await settle()
            alive = false
            clock.advance(17 * SECOND)
          }
          const last = createDeliveryWorker({ ...parts, name: 'last' })
          await settle()
          const arrived = new Set(sent.map(({ headers, body }) => `${headers['webhook-id']} ${body}`))
          expect(arrived).toEqual(
            new Set(Array.from({ length: count }, (_, at) => `e${at + 1} body ${at + 1}`)),
          )
          expect(await pushStore.counts()).toEqual({
            pending: 0,
            delivered: count,
            exhausted: 0,
            cancelled: 0,
          })
          expect(errors).toEqual([])
          await last.stop()
        },
      ),
      { numRuns: 40 },
    )
  })

  it('[D15] a rule deleted meanwhile: nothing is sent', async () => {
    const { parts, owe, sent, pushStore, clock, status } = house()
    await owe('https://a.test/')
    const [delivery] = await pushStore.claim('nobody', clock.now(), 0, 1)
    await pushStore.deleteRule('https://a.test/', clock.now())
    const from = await pushStore.cursor()
    // What a matcher writes that had read the rules before.
    if (delivery) await pushStore.advance(from, from + 1, [{ ...delivery, id: 'late', eventId: 'e9' }])
    const worker = createDeliveryWorker(parts)
    await settle()
    expect(sent).toEqual([])
    expect([await status('d1'), await status('late')]).toEqual(['cancelled', 'cancelled'])
    await worker.stop()
  })

  it('[D16] a hundred hanging targets with a long queue each never make a healthy one wait', async () => {
    const hanging = Array.from({ length: 100 }, (_, at) => `https://dead${at}.test/`)
    const { parts, owe, sent, pass, clock, errors, status } = house(({ url, timeoutMs }) =>
      url.includes('dead')
        ? new Promise((done) => {
            clock.wakeAt(clock.now() + timeoutMs, () =>
              done({ is: 'failed', error: 'timeout', durationMs: timeoutMs }),
            )
          })
        : answer(200),
    )
    const worker = createDeliveryWorker({ ...parts, limits: { attempts: 2_000 } })
    for (let round = 0; round < 20; round += 1) await owe(...hanging)
    worker.wake()
    await settle()
    expect(sent).toHaveLength(1_600)
    for (let round = 0; round < 10; round += 1) {
      await owe('https://healthy.test/')
      worker.wake()
      const before = clock.now()
      await settle()
      const last = sent.at(-1)
      expect(last?.url).toBe('https://healthy.test/')
      expect(Number(last?.headers['x-at'])).toBe(before)
      await pass(3_000)
    }
    const failing = sent.filter(({ url }) => url === hanging[0]).length
    expect(failing, 'known to be failing: one at a time').toBeLessThanOrEqual(16 + 3)
    expect(await status('d2001')).toBe('delivered')
    expect(errors).toEqual([])
    await settleWhile(worker.stop(), () => clock.advance(SECOND))
  })

  it('[D16] at most sixteen attempts at one origin at once, whatever rules lead there', async () => {
    let now = 0
    let most = 0
    const { parts, owe } = house(async () => {
      now += 1
      most = Math.max(most, now)
      await settle(3)
      now -= 1
      return answer(200)
    })
    for (let at = 0; at < 50; at += 1) await owe('https://a.test/1', 'https://A.test/2')
    const worker = createDeliveryWorker(parts)
    await settle(200)
    expect(most).toBe(16)
    expect(await parts.pushStore.nextDue()).toBeNull()
    await worker.stop()
  })

  it('[D17] stop gives back what has not begun and waits for what has', async () => {
    const answers: ((receipt: Receipt) => void)[] = []
    const { parts, owe, sent, pushStore, clock } = house(() => new Promise((done) => answers.push(done)))
    for (let at = 0; at < 40; at += 1) await owe('https://a.test/')
    const worker = createDeliveryWorker(parts)
    await settle()
    expect(sent).toHaveLength(16)
    let stopped = false
    const stopping = worker.stop().then(() => {
      stopped = true
    })
    await settle()
    expect(stopped).toBe(false)
    for (const done of answers) done(answer(200))
    await stopping
    expect(await pushStore.counts()).toMatchObject({ delivered: 16, pending: 24 })
    expect(await pushStore.claim('next', clock.now(), 1, 100), 'due at once').toHaveLength(24)
  })

  it('[D17] stop does not wait for a hanging target for long: its deliveries are due at once for who comes next', async () => {
    const answers: ((receipt: Receipt) => void)[] = []
    const { parts, owe, pushStore, clock, errors } = house(() => new Promise((done) => answers.push(done)))
    await owe('https://a.test/', 'https://b.test/')
    const worker = createDeliveryWorker(parts)
    await settle()
    let stopped = false
    const stopping = worker.stop().then(() => {
      stopped = true
    })
    answers[0]?.(answer(200))
    await settle()
    clock.advance(4_999)
    await settle()
    expect(stopped).toBe(false)
    clock.advance(1)
    await stopping
    expect(await pushStore.counts()).toMatchObject({ delivered: 1, pending: 1 })
    expect(await pushStore.claim('next', clock.now(), 1, 100)).toHaveLength(1)
    // The late answer changes nothing.
    answers[1]?.(answer(200))
    await settle()
    expect(await pushStore.attempts('d2')).toEqual([])
    expect(errors).toEqual([])
  })

  it('keeps a target whose secret cannot be opened as a failed attempt, never sends it unsigned', async () => {
    const { parts, owe, sent, pushStore, errors } = house()
    await owe('https://a.test/')
    const worker = createDeliveryWorker({ ...parts, secrets: createTestSecrets('another key') })
    await settle()
    expect(sent).toEqual([])
    expect(errors).toHaveLength(1)
    expect(await pushStore.attempts('d1')).toMatchObject([
      { status: null, error: expect.stringContaining('secret') },
    ])
    await worker.stop()
  })

  it('refuses a lease that its attempt could outlive', () => {
    const { parts } = house()
    expect(() => createDeliveryWorker({ ...parts, limits: { leaseMs: 10_000 } })).toThrow(RangeError)
  })
})

/** What happens to a promise of a process that has died. */
function dead(): Promise<never> {
  return new Promise(() => {})
}

function mortal<Port extends object>(port: Port, alive: () => boolean): Port {
  return new Proxy(port, {
    get(target, name) {
      const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>
      return (...args: unknown[]) => (alive() ? method(...args) : dead())
    },
  })
}

/** Lets every promise that waits for nothing outside come to its end. */
async function settle(turns = 10): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((done) => setImmediate(done))
}

async function settleWhile(work: Promise<void>, act: () => void): Promise<void> {
  let done = false
  const finished = work.then(() => {
    done = true
  })
  while (!done) {
    act()
    await settle()
  }
  await finished
}
