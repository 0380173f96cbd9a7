import type { Recorded } from '../conference/events.ts'
import { evolve } from '../conference/evolve.ts'
import type { Signal, SignalOf } from '../conference/signals.ts'
import type { Conference } from '../conference/state.ts'
import type { ConferenceId } from '../ids.ts'
import type { Conferences } from '../kernel/conferences.ts'
import type { Bus } from '../ports/bus.ts'
import type { ConferenceStore } from '../ports/conference-store.ts'
import { refuse } from '../refusal.ts'
import { LastSignals } from './last-signals.ts'

/** What a reader starts from. */
export type Opening = {
  conference: Conference
  /** The events after the reader's cursor up to `conference.revision`; null: start over from `conference`. */
  replay: readonly Recorded[] | null
  /** The last that was told since somebody reads along; null for none. */
  speakers: SignalOf<'Speakers'> | null
  /** The last sample of each person who is inside; null when there is none. */
  network: SignalOf<'Network'> | null
}

export type Reader = {
  /** Once, before anything else, in the same turn in which the reader is attached: no gap, no double. */
  onOpen(opening: Opening): void
  /** Every event above the opening's revision, once, in order. `conference` is the fold after the last of them. */
  onEvents(events: readonly Recorded[], conference: Conference): void
  onSignal?(signal: Signal): void
}

export interface Feed {
  /**
   * Attaches a reader. `after`: the last revision it saw; null for none. Refuses with `no-conference`.
   * Resolves with the way to detach it.
   */
  open(id: ConferenceId, after: number | null, reader: Reader): Promise<() => void>
  /** The events after a cursor and the state they lead to; `replay` null when the cursor is unknown or more than 1,000 behind. */
  since(id: ConferenceId, after: number | null): Promise<Opening>
}

type Channel = {
  conference: Conference
  readers: Set<Reader>
  last: LastSignals
  /** The highest revision that was heard of. */
  heard: number
  /** Set while missing events are read from the log. */
  healing: Promise<void> | null
  opening: number
}

const MOST_REPLAYED = 1_000

/** One channel per watched conference: its state, moved on by news, and its readers. */
export function createFeed({
  conferences,
  store,
  bus,
  onError,
}: {
  conferences: Conferences
  store: ConferenceStore
  bus: Bus
  onError: (error: unknown, context: { stage: string }) => void
}): Feed {
  const channels = new Map<ConferenceId, Channel>()

  bus.onNews(({ conferenceId, revision, events }) => {
    const channel = channels.get(conferenceId)
    if (!channel || revision <= channel.conference.revision) return
    channel.heard = Math.max(channel.heard, revision)
    if (!channel.healing && events[0]?.revision === channel.conference.revision + 1) tell(channel, events)
    else heal(conferenceId, channel)
  })

  bus.onSignal((signal) => {
    const channel = channels.get(signal.conferenceId)
    if (!channel) return
    channel.last.hear(signal)
    for (const reader of channel.readers) guard(() => reader.onSignal?.(signal))
  })

  function tell(channel: Channel, events: readonly Recorded[]): void {
    let { conference } = channel
    for (const event of events) conference = evolve(conference, event)
    channel.conference = conference
    for (const reader of [...channel.readers]) guard(() => reader.onEvents(events, conference))
    channel.last.follow(events)
  }

  function heal(id: ConferenceId, channel: Channel): void {
    channel.healing ??= (async () => {
      try {
        for (;;) {
          const missing = await store.eventsOf(id, {
            after: channel.conference.revision,
            limit: MOST_REPLAYED,
          })
          if (missing.length > 0) tell(channel, missing)
          // What was told of while this was read may not be in it.
          if (missing.length === 0 || channel.conference.revision >= channel.heard) return
        }
      } catch (error) {
        onError(error, { stage: 'feed' })
      } finally {
        channel.healing = null
      }
    })()
  }

  /** One failing reader never stops the others. */
  function guard(act: () => void): void {
    try {
      act()
    } catch (error) {
      onError(error, { stage: 'feed.reader' })
    }
  }

  async function channelOf(id: ConferenceId): Promise<Channel> {
    const known = channels.get(id)
    if (known) return known
    const conference = await conferences.state(id)
    if (!conference) refuse('no-conference', 'there is no such conference')
    const meanwhile = channels.get(id)
    if (meanwhile) return meanwhile
    const channel: Channel = {
      conference,
      readers: new Set(),
      last: new LastSignals(),
      heard: conference.revision,
      healing: null,
      opening: 0,
    }
    channels.set(id, channel)
    return channel
  }

  /** News may have gone by between the reading of a state and its channel: what is known by now is the measure. */
  async function catchUp(id: ConferenceId, channel: Channel): Promise<void> {
    const revision = (await conferences.state(id))?.revision ?? 0
    if (revision <= channel.conference.revision) return
    channel.heard = Math.max(channel.heard, revision)
    heal(id, channel)
    await channel.healing
  }

  async function replayAfter(
    id: ConferenceId,
    after: number | null,
    upTo: number,
  ): Promise<readonly Recorded[] | null> {
    if (after === null || after < 1 || after > upTo || upTo - after > MOST_REPLAYED) return null
    if (after === upTo) return []
    const events = await store.eventsOf(id, { after, limit: upTo - after })
    return events.length === upTo - after ? events : null
  }

  return {
    async open(id, after, reader) {
      const channel = await channelOf(id)
      channel.opening += 1
      try {
        await catchUp(id, channel)
        for (;;) {
          const { revision } = channel.conference
          const replay = await replayAfter(id, after, revision)
          // Something happened while the log was read: read on, so that opening and first event meet.
          if (replay !== null && channel.conference.revision !== revision) continue
          reader.onOpen({ conference: channel.conference, replay, ...channel.last.values() })
          channel.readers.add(reader)
          return () => {
            channel.readers.delete(reader)
            forgetIfIdle(id, channel)
          }
        }
      } finally {
        channel.opening -= 1
        forgetIfIdle(id, channel)
      }
    },
    async since(id, after) {
      const channel = channels.get(id)
      const conference =
        channel?.conference ??
        (await conferences.state(id)) ??
        refuse('no-conference', 'there is no such conference')
      return {
        conference,
        replay: await replayAfter(id, after, conference.revision),
        ...(channel?.last ?? new LastSignals()).values(),
      }
    },
  }

  function forgetIfIdle(id: ConferenceId, channel: Channel): void {
    if (channel.readers.size === 0 && channel.opening === 0 && channels.get(id) === channel)
      channels.delete(id)
  }
}
