/** One connection following one conference: snapshot or replay, then every event, with filtered ones told as `skip`. */
import type { Clock, Conference, ConferenceId, Feed, Opening, Recorded, Signal } from '@parley/core'
import type { Topic } from '@parley/protocol'
import type { Frame } from '#sockets/frame.ts'
import type { Audience } from '../views.ts'
import { type Encoded, type Encoder, notice } from './encoder.ts'

export type Subscription = {
  readonly confId: ConferenceId
  readonly topics: ReadonlySet<Topic>
  /** Version the reader has been brought to, skips still pending included. */
  readonly version: number
  readonly conference: Conference
  /** Sends what has gathered since the opening; until then nothing is sent, so that an answer can go first. */
  release(): void
  /** No more frames; what happens is still heeded, because somebody's presence hangs here. */
  silence(): void
  readonly silent: boolean
  close(): void
}

type Options = {
  confId: ConferenceId
  audience: Audience
  topics: ReadonlySet<Topic>
  /** Last version the reader has; null: it starts from a snapshot. */
  after: number | null
  feed: Feed
  encoder: Encoder
  clock: Clock
  send(frame: Frame): void
  /** Live only: may be dropped when the reader is behind. */
  sendEphemeral(frame: Frame): void
  /** In the turn in which the reader is attached. `replay` null: there is none to be had. */
  onOpen(opening: Opening): void
  /** After the frames of these events were sent. */
  onEvents(events: readonly Recorded[], conference: Conference): void
  /** What to send first when there is no replay; default: the snapshot. */
  start?: 'snapshot' | 'nothing'
  silent?: boolean
}

/** [WC] 4.9: merged skips are told this often at most. */
const SKIP_EVERY_MS = 5_000

/** Refuses with `no-conference`. */
export async function subscribe(options: Options): Promise<Subscription> {
  const { confId, audience, topics, feed, encoder, clock } = options
  let conference: Conference | null = null
  let held: Frame[] | null = []
  let skipped: { from: number; to: number } | null = null
  let cancelSkip: (() => void) | null = null
  let closed = false
  let silent = options.silent ?? false

  const put = (frame: Frame): void => {
    if (silent) return
    if (held) held.push(frame)
    else options.send(frame)
  }

  const flushSkip = (): void => {
    cancelSkip?.()
    cancelSkip = null
    if (!skipped) return
    const { from, to } = skipped
    skipped = null
    put(
      notice('conference.event', {
        confId,
        version: to,
        type: 'skip',
        ...(from < to ? { fromVersion: from } : {}),
      }),
    )
  }

  const deliver = (events: readonly Encoded[]): void => {
    for (const { version, topic, frame } of events) {
      if (topics.has(topic)) {
        flushSkip()
        put(frame(audience))
        continue
      }
      skipped = { from: skipped?.from ?? version, to: version }
      cancelSkip ??= clock.wakeAt(clock.now() + SKIP_EVERY_MS, () => {
        cancelSkip = null
        flushSkip()
      })
    }
  }

  const detach = await feed.open(confId, options.after, {
    onOpen(opening) {
      conference = opening.conference
      options.onOpen(opening)
      if (options.start === 'nothing') return
      if (opening.replay) deliver(encoder.replay(opening.replay, opening.conference))
      else for (const part of encoder.snapshot(opening.conference, opening.speakers, audience)) put(part)
    },
    onEvents(events, after) {
      if (closed || !conference) return
      deliver(encoder.events(events, conference))
      conference = after
      options.onEvents(events, after)
    },
    onSignal(signal: Signal) {
      if (closed || silent || !conference || held || !topics.has('speaker')) return
      flushSkip()
      options.sendEphemeral(encoder.signal(signal, conference.revision))
    },
  })

  return {
    confId,
    topics,
    get version() {
      return conference?.revision ?? 0
    },
    get conference() {
      if (!conference) throw new Error('an open subscription has a state')
      return conference
    },
    release() {
      const waiting = held
      held = null
      if (waiting) for (const frame of waiting) options.send(frame)
    },
    silence() {
      silent = true
    },
    get silent() {
      return silent
    },
    close() {
      closed = true
      cancelSkip?.()
      detach()
    },
  }
}
