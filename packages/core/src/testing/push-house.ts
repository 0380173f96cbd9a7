import { FakeClock } from '../memory/clock.ts'
import { createSequentialIds } from '../memory/ids.ts'
import { createMemoryPushStore } from '../memory/push-store.ts'
import { createTestSecrets } from '../memory/secrets.ts'
import type { Parcel, Receipt } from '../ports/courier.ts'
import type { DeliveryWorkerParts } from '../push/worker.ts'

export const answer = (status: number, retryAfterMs: number | null = null): Receipt => ({
  is: 'answered',
  status,
  response: `said ${status}`,
  retryAfterMs,
  durationMs: 5,
})

/** A worker's surroundings in memory; `target` answers the posts. */
export function house(target: (parcel: Parcel) => Receipt | Promise<Receipt> = () => answer(200)) {
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
