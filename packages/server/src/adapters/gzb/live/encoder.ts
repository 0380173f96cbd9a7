/** Text frames of events and snapshots, made once however many sockets they go to. */
import { type Conference, evolve, type Ids, type Recorded, type Signal } from '@parley/core'
import { type ConferenceEvent, notification, rpcLimits, type Topic } from '@parley/protocol'
import { type Frame, frame } from '#sockets/frame.ts'
import { presentEvent, presentSignal, topicOf } from '../present.ts'
import { type Audience, conferenceView, membersView, speakersView } from '../views.ts'

/** One stored event, ready for every audience. */
export type Encoded = { event: Recorded; version: number; topic: Topic; frame(audience: Audience): Frame }

export type Encoder = {
  /** A batch as the feed hands it to all readers of a conference; `before` is the state they all had until then. */
  events(batch: readonly Recorded[], before: Conference): readonly Encoded[]
  /** Events a single reader missed, presented from the state they led to. */
  replay(events: readonly Recorded[], now: Conference): readonly Encoded[]
  signal(signal: Signal, version: number): Frame
  /** The state in as many parts as its size asks for ([WC] 4.9). */
  snapshot(conference: Conference, speakers: Signal | null, audience: Audience): readonly Frame[]
}

/** Keyed by what the feed shares between its readers; forgotten with it. */
export function createEncoder(ids: Pick<Ids, 'eventId'>): Encoder {
  const batches = new WeakMap<readonly Recorded[], readonly Encoded[]>()
  const signals = new WeakMap<Signal, Frame>()
  const snapshots = new WeakMap<Conference, Map<string, readonly Frame[]>>()

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
    signal(signal, version) {
      const known = signals.get(signal)
      if (known) return known
      const made = notice('conference.event', presentSignal(signal, version, ids.eventId()))
      signals.set(signal, made)
      return made
    },
    snapshot(conference, speakers, audience) {
      const kept = snapshots.get(conference) ?? new Map<string, readonly Frame[]>()
      snapshots.set(conference, kept)
      const key = `${audience} ${speakers?.at ?? ''}`
      const known = kept.get(key)
      if (known) return known
      const made = snapshotFrames(conference, speakers, audience)
      kept.set(key, made)
      return made
    },
  }
}

export function notice(method: string, params: object): Frame {
  return frame(JSON.stringify(notification(method, params)))
}

function encode(event: Recorded, after: Conference): Encoded {
  const made: Partial<Record<Audience, Frame>> = {}
  const present = (audience: Audience): ConferenceEvent => presentEvent(event, after, audience)
  return {
    event,
    version: event.revision,
    topic: topicOf(present('guest').type),
    frame(audience) {
      const known = made[audience]
      if (known) return known
      const fresh = notice('conference.event', present(audience))
      made[audience] = fresh
      return fresh
    },
  }
}

function snapshotFrames(conference: Conference, speakers: Signal | null, audience: Audience): Frame[] {
  const members = membersView(conference, audience)
  const parts = Math.max(1, Math.ceil(members.length / rpcLimits.snapshotMembers))
  return Array.from({ length: parts }, (_, at) =>
    notice('conference.snapshot', {
      confId: conference.id,
      version: conference.revision,
      part: at + 1,
      parts,
      conference: conferenceView(conference, audience),
      members: members.slice(at * rpcLimits.snapshotMembers, (at + 1) * rpcLimits.snapshotMembers),
      ...(speakers ? { speaker: speakersView(speakers) } : {}),
    }),
  )
}
