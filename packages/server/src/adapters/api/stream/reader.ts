import { SECOND } from '@parley/core'
import { writeCursor } from '../cursor.ts'
import type { StreamParts } from './parts.ts'
import { eventFrame, farewellFrame, placeFrame, resetFrame } from './sse.ts'
import type { Tail, TailEntry, Told } from './tail.ts'

/** The part of a response that is used; `write` answers false when its buffer is full. */
export type StreamSink = {
  write(text: string): boolean
  end(text: string): void
  destroy(): void
  once(name: 'drain' | 'close', listener: () => void): unknown
  off(name: 'drain' | 'close', listener: () => void): unknown
}

export type ReaderParts = Pick<StreamParts, 'outside' | 'encode' | 'clock' | 'onError'> & { tail: Tail }

export type ReaderStart = {
  bus: string
  /** Position behind which it begins. */
  after: number
  /** Said first: the reader's own cursor is not known here. */
  reset: boolean
  wants: (event: Told['event']) => boolean
}

export type StreamReader = {
  /** Resolves when the connection has ended, whoever ended it. */
  readonly done: Promise<void>
  /** Says when to come back, and ends. */
  stop(retryMs: number): void
}

export const HEARTBEAT_MS = 15 * SECOND
/** A reader whose connection takes nothing for so long is cut; it resumes by its cursor. */
export const DRAIN_MS = 30 * SECOND

/** Writes the log to one connection from a position on, no faster than the connection takes it. */
export function startReader(
  sink: StreamSink,
  { bus, after, reset, wants }: ReaderStart,
  { tail, outside, encode, clock, onError }: ReaderParts,
): StreamReader {
  const gone = new AbortController()
  let position = after
  /** Set while the connection takes no more; resolves when it does again, or has ended. */
  let full: Promise<void> | null = null
  let callOffHeartbeat = (): void => {}
  const leave = tail.join()
  sink.once('close', () => gone.abort())

  const place = (): string => writeCursor('position', position)

  function write(frame: string): void {
    if (gone.signal.aborted || sink.write(frame) || full) return
    full = drained().finally(() => {
      full = null
    })
  }

  function drained(): Promise<void> {
    return new Promise((resolve) => {
      const callOff = clock.wakeAt(clock.now() + DRAIN_MS, () => sink.destroy())
      const end = (): void => {
        callOff()
        sink.off('drain', end)
        gone.signal.removeEventListener('abort', end)
        resolve()
      }
      sink.once('drain', end)
      gone.signal.addEventListener('abort', end)
    })
  }

  function beat(): void {
    callOffHeartbeat = clock.wakeAt(clock.now() + HEARTBEAT_MS, () => {
      // Into a full connection it would only be more of what nobody takes.
      if (!full) write(placeFrame(place()))
      beat()
    })
  }

  async function follow(): Promise<void> {
    write(reset ? resetFrame(place(), 'unknown') : placeFrame(place()))
    beat()
    while (!gone.signal.aborted) {
      const page = await tail.read(position)
      if (page.length === 0) await tail.news(position, gone.signal)
      for (const item of page) {
        position = item.entry.position
        const told = tell(item)
        if (told && wants(told.event)) write(eventFrame(place(), told.event.type, told.json))
        if (full) await full
        if (gone.signal.aborted) return
      }
    }
  }

  function tell(item: TailEntry): Told | null {
    const known = item.told.get(bus)
    if (known !== undefined) return known
    let told: Told | null = null
    try {
      const event = outside(bus, item.entry)
      // Extended events are for targets that ask for them.
      told = event && !event.extendedOnly ? { event, json: encode(event) } : null
    } catch (error) {
      // A fault of a presenter: it would come again for ever, and hold back every event behind it.
      onError(error, { stage: 'stream.present' })
    }
    item.told.set(bus, told)
    return told
  }

  const done = follow()
    .catch((error: unknown) => {
      onError(error, { stage: 'stream.reader' })
      // It comes back and goes on from its cursor.
      sink.destroy()
    })
    .finally(() => {
      callOffHeartbeat()
      gone.abort()
      leave()
    })

  return {
    done,
    stop(retryMs) {
      if (gone.signal.aborted) return
      sink.end(farewellFrame(retryMs))
      gone.abort()
    },
  }
}
