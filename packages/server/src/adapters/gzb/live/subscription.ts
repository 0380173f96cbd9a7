/** One connection following one conference: snapshot or replay, then every event, with filtered ones told as `skip`. */
import type { Actor, Clock, Conference, ConferenceId, Feed, Opening, Recorded, Signal } from '@parley/core'
import type { Topic } from '@parley/protocol'
import type { Frame } from '#sockets/frame.ts'
import { addressee, topicOfSignal } from '../present-signal.ts'
import { mayHaveMoved, type Sight, sightAfter, sightOf } from '../sight.ts'
import type { Cadence } from './cadence.ts'
import type { Encoded, Encoder } from './encoder.ts'
import { type LastSignals, NO_SIGNALS } from './last-signals.ts'
import { createOutbox } from './outbox.ts'

export type Subscription = {
  readonly confId: ConferenceId
  readonly topics: ReadonlySet<Topic>
  /** Several events share a notification. */
  readonly batch: boolean
  /** Version the reader has been brought to, skips still pending included. */
  readonly version: number
  readonly conference: Conference
  /** Sends what has gathered since the opening; until then nothing is sent, so that an answer can go first. */
  release(): void
  /** No more frames; what happens is still heeded, because somebody's presence hangs here. */
  silence(): void
  readonly silent: boolean
  /** Sends what has gathered. */
  flush(): void
  close(): void
}

export type FollowOptions = {
  confId: ConferenceId
  topics: ReadonlySet<Topic>
  /** Last version the reader has; null: from a snapshot. */
  after: number | null
  start?: 'snapshot' | 'nothing'
  silent?: boolean
  /** `conference.events` instead of single events. */
  batch: boolean
}

type Options = {
  confId: ConferenceId
  actor: Actor
  topics: ReadonlySet<Topic>
  /** Last version the reader has; null: it starts from a snapshot. */
  after: number | null
  feed: Feed
  encoder: Encoder
  clock: Clock
  /** Set for a reader that takes several events at once. */
  cadence: Cadence | null
  send(frame: Frame): void
  /** The reader is behind: live-only frames are dropped. */
  isBehind(): boolean
  /**
   * In the turn in which the reader is attached. `replay` null: there is none to be had, or the reader's rights may have
   * changed within it.
   */
  onOpen(opening: Opening): void
  /** After the frames of these events were sent. */
  onEvents(events: readonly Recorded[], conference: Conference): void
  /** What to send first when there is no replay; default: the snapshot. `nothing`: neither, the answer says it all. */
  start?: 'snapshot' | 'nothing'
  silent?: boolean
}

/** [WC] 4.9: merged skips are told this often at most. */
const SKIP_EVERY_MS = 5_000

/** Refuses with `no-conference`. */
export async function subscribe(options: Options): Promise<Subscription> {
  const { confId, actor, topics, feed, encoder, clock, cadence } = options
  let conference: Conference | null = null
  let sight: Sight = { audience: 'guest', floor: false, me: null, runId: null }
  let last: LastSignals = NO_SIGNALS
  let skipped: { from: number; last: Encoded } | null = null
  let cancelSkip: (() => void) | null = null
  let closed = false
  const outbox = createOutbox({
    send: options.send,
    together: (pieces) => encoder.together(confId, pieces),
    cadence,
    silent: options.silent ?? false,
  })

  const flushSkip = (): void => {
    cancelSkip?.()
    cancelSkip = null
    if (!skipped) return
    const piece = encoder.skip(confId, skipped.from, skipped.last)
    skipped = null
    outbox.put(piece)
  }

  const deliver = (events: readonly Encoded[]): void => {
    for (const one of events) {
      if (topics.has(one.topic) && one.isFor(sight)) {
        flushSkip()
        outbox.put(one.piece(sight))
        continue
      }
      skipped = { from: skipped?.from ?? one.version, last: one }
      cancelSkip ??= clock.wakeAt(clock.now() + SKIP_EVERY_MS, () => {
        cancelSkip = null
        flushSkip()
      })
    }
  }

  const sendSnapshot = (of: Conference): void => {
    flushSkip()
    for (const part of encoder.snapshot(of, last, sight)) outbox.putWhole(part)
  }

  const detach = await feed.open(confId, options.after, {
    onOpen(opened) {
      conference = opened.conference
      sight = sightOf(conference, actor)
      last = { speakers: opened.speakers, network: opened.network }
      const isAnswer = options.start === 'nothing'
      const opening =
        !isAnswer && opened.replay && mayHaveMoved(opened.replay, sight, conference, actor)
          ? { ...opened, replay: null }
          : opened
      options.onOpen(opening)
      if (isAnswer) return
      if (opening.replay) deliver(encoder.replay(opening.replay, conference))
      else sendSnapshot(conference)
    },
    onEvents(events, after) {
      if (closed || !conference) return
      const { floor } = sight
      sight = sightAfter(sight, events, after, actor)
      deliver(encoder.events(events, conference))
      conference = after
      const hasEnded = events.some(({ type }) => type === 'RunEnded')
      if (hasEnded) last = NO_SIGNALS
      // Of the network only the opening knows all; a later snapshot leaves what the reader has.
      else last = { speakers: last.speakers, network: null }
      // Whoever may see more, or less, from now on starts over; the end of a run tells the whole list by itself.
      if (sight.floor !== floor && !hasEnded) sendSnapshot(after)
      options.onEvents(events, after)
    },
    onSignal(signal: Signal) {
      if (signal.type === 'Speakers') last = { ...last, speakers: signal }
      if (closed || !conference || outbox.isHeld || options.isBehind()) return
      const topic = topicOfSignal(signal)
      const whose = addressee(signal)
      if ((topic !== null && !topics.has(topic)) || (whose !== null && whose !== sight.me)) return
      flushSkip()
      outbox.put(encoder.signal(signal, conference.revision))
    },
  })

  return {
    confId,
    topics,
    batch: cadence !== null,
    get version() {
      return conference?.revision ?? 0
    },
    get conference() {
      if (!conference) throw new Error('an open subscription has a state')
      return conference
    },
    release: outbox.release,
    silence: outbox.silence,
    get silent() {
      return outbox.isSilent
    },
    flush: outbox.flush,
    close() {
      closed = true
      cancelSkip?.()
      outbox.close()
      detach()
    },
  }
}
