import { delayOf } from '../socket/back-off.ts'
import type { CloudEvent, ParleyEvent } from './cloud-event.ts'
import { EventsError } from './events-error.ts'
import { type EventsPlatform, eventsPlatform, type StreamAnswer } from './platform.ts'
import { readMessages, type StreamMessage } from './read-messages.ts'

export type EventsOptions<Bus extends string = string> = {
  /** Address of the server, such as `https://meet.example.org`. */
  url: string
  /** API key. */
  key: string
  /** Default `parley`: everything the log holds. */
  bus?: Bus
  /** Only events that match ([AL] 2); an object, or the JSON text of one. */
  pattern?: Readonly<Record<string, unknown>> | string
  /** Cursor of the last event that was handled: goes on behind it. Absent: from now on. */
  after?: string
  /** Ends the iteration without an error. */
  signal?: AbortSignal
  /** Told when a connection is lost, and how long until the next attempt. */
  onReconnect?: (info: { error: unknown; waitMs: number }) => void
  platform?: EventsPlatform
}

/**
 * `event`: keep its cursor when it has been handled. `reset`: the place to go on from does not exist (any more), so
 * events may be missing: read afresh what you follow; it goes on behind `cursor`.
 */
export type Told<Event = CloudEvent> =
  | { is: 'event'; cursor: string; event: Event }
  | { is: 'reset'; reason: 'unknown' | 'too-old'; cursor: string }

type EventOn<Bus extends string> = string extends Bus
  ? CloudEvent
  : Bus extends 'parley'
    ? ParleyEvent
    : CloudEvent

/** Three heartbeats: a connection that says nothing for so long is dead, whatever the network claims. */
const SILENCE_MS = 45_000
/** Answers that another attempt may change. Others are final; so are a 204 or a 3xx, which no Parley server gives. */
const PASSING = [408, 425, 429, 500, 502, 503, 504]

/**
 * Follows all events of a server: every one once and in order, however often the connection is lost in between.
 *
 * A lost connection is met with back-off and full jitter, for as long as it takes; the iteration ends with `signal`, with
 * `break`, or with an {@link EventsError} when the server refuses for good (a wrong key, a bad pattern or cursor).
 * Whoever handles slowly is not swamped: nothing is taken from the network before it is asked for.
 */
export function events<const Bus extends string = 'parley'>(
  options: EventsOptions<Bus>,
): AsyncIterable<Told<EventOn<Bus>>> {
  return { [Symbol.asyncIterator]: () => follow(options) as AsyncGenerator<Told<EventOn<Bus>>> }
}

async function* follow(options: EventsOptions): AsyncGenerator<Told, void, undefined> {
  const { signal, onReconnect, platform = eventsPlatform() } = options
  let cursor = options.after
  let attempt = 0
  let atLeastMs = 0
  while (!signal?.aborted) {
    let failure: unknown = new Error('the server ended the stream')
    const connection = connect(options, cursor, platform)
    let greeted = false
    try {
      for await (const message of connection.messages) {
        // A greeting alone is no recovery: something in between may cut every connection at once.
        if (greeted && message.is !== 'retry') attempt = 0
        greeted = true
        if (message.is === 'retry') atLeastMs = Math.min(message.ms, SILENCE_MS)
        else if (message.is === 'at') cursor = message.cursor
        else {
          const told = toldBy(message.message, cursor)
          cursor = told.cursor
          yield told
        }
      }
    } catch (error) {
      if (error instanceof EventsError) {
        if (!PASSING.includes(error.status)) throw error
        atLeastMs = connection.retryAfterMs
      }
      failure = error
    } finally {
      connection.close()
    }
    if (signal?.aborted) return
    const waitMs = atLeastMs + delayOf('back-off', attempt, platform.random)
    attempt += 1
    atLeastMs = 0
    onReconnect?.({ error: failure, waitMs })
    await pause(waitMs, signal, platform)
  }
}

/** One connection. Its messages fail when it is lost, silent for too long, or refused. */
function connect(options: EventsOptions, cursor: string | undefined, platform: EventsPlatform) {
  const abort = new AbortController()
  const close = (): void => abort.abort()
  options.signal?.addEventListener('abort', close, { once: true })
  let stopWatching = (): void => {}
  const watch = (): void => {
    stopWatching()
    stopWatching = platform.after(SILENCE_MS, () => abort.abort(new Error('the stream fell silent')))
  }
  const connection = {
    retryAfterMs: 0,
    messages: messages(),
    close() {
      stopWatching()
      options.signal?.removeEventListener('abort', close)
      close()
    },
  }
  return connection

  async function* messages(): AsyncGenerator<StreamMessage, void, undefined> {
    watch()
    const answer = await platform.fetch(addressOf(options), {
      headers: {
        accept: 'text/event-stream',
        authorization: `Bearer ${options.key}`,
        ...(cursor === undefined ? {} : { 'last-event-id': cursor }),
      },
      cache: 'no-store',
      signal: abort.signal,
    })
    if (answer.status !== 200 || !answer.body) {
      connection.retryAfterMs = Math.min(Number(answer.headers.get('retry-after')) || 0, 3_600) * 1_000
      throw await errorOf(answer)
    }
    // A page of a proxy, or of some other server: it would be read to its end, and asked for again without end.
    if (!/^text\/event-stream *(;|$)/i.test(answer.headers.get('content-type') ?? '')) {
      throw new EventsError(
        200,
        '',
        'what answers there is no event stream: is this the address of a Parley server?',
      )
    }
    for await (const message of readMessages(answer.body, { onBytes: watch })) {
      // While the reader is busy with it nothing is read, and silence proves nothing.
      stopWatching()
      yield message
      watch()
    }
  }
}

function addressOf({ url, bus, pattern }: EventsOptions): string {
  const address = new URL('/api/v1/events/stream', url)
  if (bus !== undefined) address.searchParams.set('bus', bus)
  if (pattern !== undefined)
    address.searchParams.set('pattern', typeof pattern === 'string' ? pattern : JSON.stringify(pattern))
  return address.href
}

function toldBy(
  { event: name, data, id }: { event?: string; data: string; id?: string },
  before: string | undefined,
): Told {
  const value = JSON.parse(data) as unknown
  if (name === 'reset') {
    const { reason, after } = value as { reason: 'unknown' | 'too-old'; after: string }
    return { is: 'reset', reason, cursor: after }
  }
  return { is: 'event', cursor: id ?? before ?? '', event: value as CloudEvent }
}

async function errorOf(answer: StreamAnswer): Promise<EventsError> {
  const text = await answer.text().catch(() => '')
  let problem: { code?: string; detail?: string; title?: string } = {}
  try {
    problem = JSON.parse(text) as typeof problem
  } catch {
    // Not from our server: a proxy, perhaps.
  }
  const said = problem.detail ?? problem.title ?? `the server answered ${answer.status}`
  return new EventsError(answer.status, problem.code ?? '', said)
}

function pause(ms: number, signal: AbortSignal | undefined, platform: EventsPlatform): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      cancel()
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const cancel = platform.after(ms, done)
    signal?.addEventListener('abort', done, { once: true })
  })
}
