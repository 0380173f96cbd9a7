import { FakeClock } from '../memory/clock.ts'
import { createSequentialIds } from '../memory/ids.ts'
import { MemoryLog } from '../memory/log.ts'
import { createMemoryPushStore } from '../memory/push-store.ts'
import type { Parcel, Receipt } from '../ports/courier.ts'
import type { NewDelivery, NewTarget } from '../ports/push-store.ts'
import { runningSince } from '../push/rule.ts'
import type { DeliveryWorkerParts } from '../push/sending/worker-parts.ts'
import { aDelivery, aRule, aTarget } from './push-given.ts'

export const answer = (status: number, retryAfterMs: number | null = null): Receipt => ({
  is: 'answered',
  status,
  headers: { server: 'test' },
  response: `said ${status}`,
  retryAfterMs,
  durationMs: 5,
})

/** A worker's surroundings in memory; `target` answers the posts. A target is called by its URL, its rule too. */
export function house(target: (parcel: Parcel) => Receipt | Promise<Receipt> = () => answer(200)) {
  const log = new MemoryLog()
  const pushStore = createMemoryPushStore({ log })
  const clock = new FakeClock()
  const errors: unknown[] = []
  const sent: Parcel[] = []
  const parts: DeliveryWorkerParts = {
    name: 'w1',
    pushStore,
    log,
    tell: [],
    clock,
    ids: createSequentialIds(),
    courier: {
      send: async (parcel) => {
        sent.push(parcel)
        return target(parcel)
      },
    },
    prepare: ({ eventId, body }, { id, url, method, timeoutMs }, attemptNo, now) => {
      const headers = { 'webhook-id': eventId, 'x-at': String(now), 'x-attempt': String(attemptNo) }
      return { method, url, body, headers, timeoutMs, lane: id, shown: { ...headers, 'x-cut': 'yes' } }
    },
    chance: () => 0.5,
    onError: (error) => errors.push(error),
  }
  let events = 0

  /** Makes targets, if they are not there. */
  async function given(urls: readonly string[], settings: Partial<NewTarget> = {}): Promise<void> {
    for (const url of urls) {
      if (await pushStore.rule(url)) continue
      const own = { id: url, name: url, url, timeoutMs: 10_000, concurrency: 16 }
      const state = runningSince(clock.now())
      await pushStore.createRule(
        aRule({ id: url, name: url, targets: [aTarget({ ...own, state, ...settings })] }),
      )
    }
  }

  /** Owes one event to each; deliveries are `d1`, `d2` …, their events `e1`, `e2` …, over all calls. */
  async function owe(...urls: string[]): Promise<void> {
    await oweWith(
      urls.map(() => ({})),
      ...urls,
    )
  }

  async function oweWith(wishes: readonly Partial<NewDelivery>[], ...urls: string[]): Promise<void> {
    await given(urls)
    const from = await pushStore.cursor()
    const now = clock.now()
    const deliveries = urls.map((url, at) => {
      events += 1
      const own = {
        id: `d${events}`,
        ruleId: url,
        targetId: url,
        url,
        eventId: `e${events}`,
        body: `body ${events}`,
      }
      return aDelivery({ ...own, position: from + 1, dueAt: now, createdAt: now, ...wishes[at] })
    })
    await pushStore.advance(from, from + 1, deliveries)
  }

  /** Lets time pass in steps, as it does. */
  async function pass(ms: number, step = 250): Promise<void> {
    for (let left = ms; left > 0; left -= step) {
      clock.advance(Math.min(step, left))
      await settle()
    }
  }

  const status = async (id: string) => (await pushStore.delivery(id))?.status
  const state = async (url: string) => (await pushStore.target(url))?.target.state
  /** What the log was told, without the ids. */
  const told = async () =>
    (await log.entries({ after: 0, limit: 10_000 })).map(({ type, data }) => ({ type, data }))
  /** When it was asked. */
  const times = (url: string): number[] =>
    sent.filter((parcel) => parcel.url === url).map(({ headers }) => Number(headers['x-at']))
  return { parts, pushStore, log, clock, errors, sent, given, owe, oweWith, pass, status, state, told, times }
}

/** A target that never answers in time. */
export function hanging(clock: FakeClock): (parcel: Parcel) => Promise<Receipt> {
  return ({ timeoutMs }) =>
    new Promise((done) => {
      clock.wakeAt(clock.now() + timeoutMs, () =>
        done({ is: 'failed', error: 'timeout', durationMs: timeoutMs }),
      )
    })
}

/** What happens to a promise of a process that has died. */
export function dead(): Promise<never> {
  return new Promise(() => {})
}

/** `port` for as long as its process is alive. */
export function mortal<Port extends object>(port: Port, alive: () => boolean): Port {
  return new Proxy(port, {
    get(target, name) {
      const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>
      return (...args: unknown[]) => (alive() ? method(...args) : dead())
    },
  })
}

/** Lets every promise that waits for nothing outside come to its end. */
export async function settle(turns = 10): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((done) => setImmediate(done))
}

export async function settleWhile(work: Promise<void>, act: () => void): Promise<void> {
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
