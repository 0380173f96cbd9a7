import packageJson from '../package.json' with { type: 'json' }
import { type CloudEvent, EventsError, events } from '../src/events/index.ts'
import { forward } from './forward.ts'
import type { ListenOptions } from './options.ts'

export type Terminal = {
  signal: AbortSignal
  print: (line: string) => void
  /** What is not about an event. */
  warn: (line: string) => void
}

/** Follows until the signal; one event after the other, in the order of the log. Answers the exit code. */
export async function listen(options: ListenOptions, { signal, print, warn }: Terminal): Promise<number> {
  const { server, key, bus, pattern, after, json, forward: target } = options
  let count = 0
  let failed = 0
  warn(`Following the bus ${bus} of ${server}${target ? `, forwarding to ${target.url}` : ''}. Ctrl-C ends.`)
  if (target?.drawn) warn(`Signing with ${target.secret}`)
  const following = events<string>({
    url: server,
    key,
    bus,
    signal,
    ...(pattern === undefined ? {} : { pattern }),
    ...(after === undefined ? {} : { after }),
    onReconnect: ({ error, waitMs }) =>
      warn(`The stream is lost (${reason(error)}); again in ${Math.ceil(waitMs / 100) / 10} s`),
  })
  try {
    for await (const told of following) {
      if (told.is === 'reset') {
        warn(`Events may be missing: the cursor is ${told.reason}. Going on behind ${told.cursor}`)
        continue
      }
      count += 1
      const outcome = target
        ? await forward(told.event, target, { version: packageJson.version, signal })
        : null
      if (outcome && !outcome.ok) failed += 1
      if (json) print(JSON.stringify(told.event))
      else print(line(told.event, outcome ? `  → ${outcome.what} in ${outcome.tookMs} ms` : ''))
    }
  } catch (error) {
    if (!(error instanceof EventsError)) throw error
    warn(`The server refuses: ${error.message}`)
    return 1
  }
  warn(`${count} ${count === 1 ? 'event' : 'events'}${target ? `, ${failed} not taken` : ''}`)
  return 0
}

/** Ids and types of events from outside are anybody's text: nothing in it may steer the terminal. */
function line({ time, type, subject = '', id }: CloudEvent, outcome: string): string {
  const clock = /T(\d\d:\d\d:\d\d)/.exec(time ?? '')?.[1] ?? '        '
  return `${clock}  ${type}  ${subject}  ${id}${outcome}`.replaceAll(/\p{Cc}/gu, ' ')
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error as { cause?: { code?: string; message?: string } }
  return cause?.code ?? cause?.message ?? error.message
}
