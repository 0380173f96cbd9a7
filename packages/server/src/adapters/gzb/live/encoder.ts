/** Text frames of events and snapshots, made once however many sockets they go to. */
import {
  type Conference,
  type ConferenceId,
  evolve,
  type Ids,
  type Recorded,
  type Signal,
} from '@parley/core'
import { type ConferenceEvent, rpcLimits, type Topic } from '@parley/protocol'
import type { Frame } from '#sockets/frame.ts'
import { presentEvent, topicOf } from '../present.ts'
import { presentSignal } from '../present-signal.ts'
import { classOf, mayBeTold, type Sight, type SightClass } from '../sight.ts'
import { chatView, conferenceView, membersView } from '../views.ts'
import { type LastSignals, lastSignalsView } from './last-signals.ts'
import { notice, Piece, textNotice } from './piece.ts'

/** One stored event, ready for every reader. */
export type Encoded = {
  version: number
  topic: Topic
  /** Whether this reader may know of it; if not, it is a `skip`. */
  isFor(sight: Sight): boolean
  piece(sight: Sight): Piece
}

export type Encoder = {
  /** A batch as the feed hands it to all readers of a conference; `before` is the state they all had until then. */
  events(batch: readonly Recorded[], before: Conference): readonly Encoded[]
  /** Events a single reader missed, presented from the state they led to. */
  replay(events: readonly Recorded[], now: Conference): readonly Encoded[]
  /** Versions `from` up to that of `last`, of which the reader is told nothing. */
  skip(confId: ConferenceId, from: number, last: Encoded): Piece
  signal(signal: Signal, version: number): Piece
  /** The state in as many parts as its size asks for ([WC] 4.9). */
  snapshot(conference: Conference, last: LastSignals, sight: Sight): readonly Frame[]
  /** Several in one notification, shared by all to whom the very same are told. */
  together(confId: ConferenceId, pieces: readonly Piece[]): Frame
}

/** Keyed by what the feed shares between its readers; forgotten with it. */
export function createEncoder(ids: Pick<Ids, 'eventId'>): Encoder {
  const batches = new WeakMap<readonly Recorded[], readonly Encoded[]>()
  const signals = new WeakMap<Signal, Piece>()
  const snapshots = new WeakMap<Conference, Map<string, readonly Frame[]>>()
  const skips = new WeakMap<Encoded, Map<number, Piece>>()
  /** By the last of the pieces. */
  const bundles = new WeakMap<Piece, { pieces: readonly Piece[]; made: Frame }[]>()

  return {
    events(batch, before) {
      const known = batches.get(batch)
      if (known) return known
      let state = before
      const encoded = batch.map((event) => {
        state = evolve(state, event)
        return encode(event, state)
      })
      batches.set(batch, encoded)
      return encoded
    },
    replay: (events, now) => events.map((event) => encode(event, now)),
    skip(confId, from, last) {
      const kept = skips.get(last) ?? new Map<number, Piece>()
      skips.set(last, kept)
      const known = kept.get(from)
      if (known) return known
      const { version } = last
      const range = from < version ? { fromVersion: from } : {}
      const made = new Piece(JSON.stringify({ confId, version, type: 'skip', ...range }))
      kept.set(from, made)
      return made
    },
    signal(signal, version) {
      const known = signals.get(signal)
      if (known) return known
      const made = new Piece(JSON.stringify(presentSignal(signal, version, ids.eventId())))
      signals.set(signal, made)
      return made
    },
    snapshot(conference, last, sight) {
      const kept = snapshots.get(conference) ?? new Map<string, readonly Frame[]>()
      snapshots.set(conference, kept)
      const key = `${classOf(sight)} ${last.speakers?.at ?? ''} ${last.network?.at ?? ''} ${whoseChat(conference, sight)}`
      const known = kept.get(key)
      if (known) return known
      const made = snapshotFrames(conference, last, sight)
      kept.set(key, made)
      return made
    },
    together(confId, pieces) {
      const last = pieces.at(-1)
      if (!last) throw new Error('at least one piece')
      const kept = bundles.get(last) ?? []
      bundles.set(last, kept)
      const known = kept.find((one) => areSame(one.pieces, pieces))
      if (known) return known.made
      const texts = pieces.map(({ text }) => text).join(',')
      const made = textNotice('conference.events', `{"confId":"${confId}","events":[${texts}]}`)
      kept.push({ pieces: [...pieces], made })
      return made
    },
  }
}

function encode(event: Recorded, after: Conference): Encoded {
  const made: Partial<Record<SightClass, Piece>> = {}
  const present = (sight: Pick<Sight, 'audience' | 'floor'>): ConferenceEvent =>
    presentEvent(event, after, sight)
  return {
    version: event.revision,
    topic: topicOf(present({ audience: 'guest', floor: true }).type),
    isFor: (sight) => mayBeTold(event, sight),
    piece(sight) {
      const key = classOf(sight)
      const known = made[key]
      if (known) return known
      const fresh = new Piece(JSON.stringify(present(sight)))
      made[key] = fresh
      return fresh
    },
  }
}

/** What was written to one person makes a snapshot that person's own. */
function whoseChat(conference: Conference, { me }: Sight): string {
  const isPrivate = conference.state === 'running' && conference.run.chat.some(({ to }) => to !== null)
  return isPrivate ? (me ?? '') : ''
}

function areSame(some: readonly Piece[], others: readonly Piece[]): boolean {
  return some.length === others.length && some.every((piece, at) => piece === others[at])
}

function snapshotFrames(conference: Conference, last: LastSignals, sight: Sight): Frame[] {
  const members = membersView(conference, sight)
  const parts = Math.max(1, Math.ceil(members.length / rpcLimits.snapshotMembers))
  return Array.from({ length: parts }, (_, at) =>
    notice('conference.snapshot', {
      confId: conference.id,
      version: conference.revision,
      part: at + 1,
      parts,
      conference: conferenceView(conference, sight.audience),
      members: members.slice(at * rpcLimits.snapshotMembers, (at + 1) * rpcLimits.snapshotMembers),
      ...(at === 0 ? { chat: chatView(conference, sight), ...lastSignalsView(last) } : {}),
    }),
  )
}
