import { type CloudEvent, type EventsOptions, type EventsPlatform, events, type Told } from '@parley/client'
import { onTestFinished } from 'vitest'
import { eventually } from './eventually.ts'
import { API_KEY, type TestServer } from './server.ts'

export type Follower = {
  readonly told: readonly Told[]
  readonly events: readonly CloudEvent[]
  /** How often the connection was lost. */
  readonly losses: number
  /** The events once there are enough of them. */
  atLeast(count: number, options?: { withinMs?: number }): Promise<readonly CloudEvent[]>
  /** Set when it has ended with an error. */
  readonly error: unknown
}

/** As at home, but a story need not wait as long as a thousand programs have to: the jitter draws low. */
const platform: EventsPlatform = {
  fetch,
  random: () => 0.1,
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** Follows the stream with our own client until the test ends. */
export function follow(server: Pick<TestServer, 'url'>, options: Partial<EventsOptions> = {}): Follower {
  const told: Told[] = []
  const abort = new AbortController()
  let losses = 0
  let error: unknown
  const run = async (): Promise<void> => {
    const following = events<string>({
      url: server.url,
      key: API_KEY,
      platform,
      signal: abort.signal,
      onReconnect: () => {
        losses += 1
      },
      ...options,
    })
    for await (const one of following) told.push(one)
  }
  const done = run().catch((reason: unknown) => {
    error = reason
  })
  onTestFinished(() => {
    abort.abort()
    return done
  })
  const eventsOf = (): CloudEvent[] => told.flatMap((one) => (one.is === 'event' ? [one.event] : []))
  return {
    told,
    get events() {
      return eventsOf()
    },
    get losses() {
      return losses
    },
    get error() {
      return error
    },
    atLeast: (count, { withinMs = 20_000 } = {}) =>
      eventually(() => told.length >= count && eventsOf(), {
        withinMs,
        what: `event ${count}`,
        seen: () => ({ told: told.length, losses, error: String(error) }),
      }),
  }
}
