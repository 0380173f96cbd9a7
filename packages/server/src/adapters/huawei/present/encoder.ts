import type { Conference, Instant, NetworkSample, ParticipantId, Recorded, Run, SignalOf } from '@parley/core'
import { isInside } from '@parley/core'
import { type Frame, frame } from '#sockets/frame.ts'
import { type Changes, noChanges, note, type Part } from './changes.ts'
import { type NotifyType, type Payload, pushText, SENT_TYPES } from './envelope.ts'
import type { Surroundings } from './facts.ts'
import type { Eyes } from './identity.ts'
import { isKnown } from './network.ts'
import { FULLS, type List, listOf, ROWS, type Row, type Sight, sameFor } from './payloads.ts'
import { picturesOf } from './pictures.ts'
import { subtitle } from './subtitle.ts'

export type EncoderParts = {
  now: () => Instant
  /** Lower-case hex of SHA-256. */
  digest: (text: string) => string
  surroundings: (conference: Conference) => Surroundings
}

/** What was told live before this encoder listened. */
export type Heard = { speakers: SignalOf<'Speakers'> | null; network: SignalOf<'Network'> | null }

/** One message to all who subscribed its type, encoded once for each kind of eyes that sees something else in it. */
export type Push = {
  type: NotifyType
  /** `last` of those one reader gets at this moment: only then is everything told, and `revision` moves on. */
  frame(eyes: Eyes, last: boolean): Frame
}

/** Facts that go out whole when events touch them. */
const FACTS = {
  ConfBasicInfoNotify: 'basic',
  ConfDynamicInfoNotify: 'dynamic',
  InterpreterGroupNotify: 'interpreters',
  CustomMultiPicNotify: 'picture',
} as const satisfies Partial<Record<NotifyType, Part>>

type FullType = keyof typeof FULLS
type Head = { msgID: string; msgMode: 0 | 1; version: number; reset?: true }

/**
 * State and events of one run to messages ([HW] 2). All readers of the run on this node share it, so that they share
 * numbers and bytes: an increment of a type is +1, consecutive for whoever follows; a full carries the time in ms,
 * at least one more than the full before it. No I/O, no time of its own.
 */
export class Encoder {
  /** Everything up to this revision is told. */
  private told: number
  private changes: Changes = noChanges()
  /** Whose line is another one since the last flush, or nobody's any more. */
  private remeasured = new Set<ParticipantId>()
  private readonly network = new Map<ParticipantId, NetworkSample>()
  private readonly counters: Record<List, number> = {
    attendees: 0,
    participants: 0,
    waiting: 0,
    results: 0,
    network: 0,
  }
  private lastFull = 0
  private speakers: SignalOf<'Speakers'> | null
  private ended = false
  private readonly fullsKept = new Map<string, readonly Frame[]>()

  constructor(
    private conference: Conference,
    private run: Run,
    { speakers, network }: Heard,
    private readonly parts: EncoderParts,
  ) {
    this.told = conference.revision
    this.speakers = speakers
    if (network) this.measure(network)
    this.remeasured.clear()
  }

  /** What happened, gathered until `flush`. True when the run is over; nothing is taken after that. */
  apply(events: readonly Recorded[], conference: Conference): boolean {
    if (this.ended) return true
    this.fullsKept.clear()
    for (const event of events) {
      note(this.changes, event)
      if (event.type === 'ParticipantLeft') this.forgetLine(event.data.participantId)
      if (event.type !== 'RunEnded') continue
      this.ended = true
      // Settings and run stay as they were last: the end itself resets some for the next run.
      this.conference = { ...conference, settings: this.conference.settings }
      return true
    }
    const last = events.at(-1)
    // Pictures name those whom the conference knows by their numbers.
    if (last && this.isKnownOtherwise(conference)) {
      this.changes.last.dynamic = last.id
      this.changes.last.picture = last.id
    }
    this.conference = conference
    if (conference.state === 'running') this.run = conference.run
    return false
  }

  /** Was somebody in the composed view forgotten, or is known again? No event of its own says so. */
  private isKnownOtherwise({ people }: Conference): boolean {
    return picturesOf(this.run.spotlight)
      .flatMap(({ participantIds }) => participantIds)
      .some((id) => Boolean(people[id]) !== Boolean(this.conference.people[id]))
  }

  /** How people's lines are; told as increments by the next `flush`. */
  measure({ samples }: SignalOf<'Network'>): void {
    this.fullsKept.clear()
    for (const sample of samples) {
      const person = this.conference.people[sample.participantId]
      if (!isKnown(sample)) this.forgetLine(sample.participantId)
      // What was measured just before somebody left says nothing about anybody.
      else if (person && isInside(person)) {
        this.network.set(sample.participantId, sample)
        this.remeasured.add(sample.participantId)
      }
    }
  }

  /** One message per type that changed since the last flush. */
  flush(): Push[] {
    const { changes, told, remeasured } = this
    this.changes = noChanges()
    this.remeasured = new Set()
    this.told = this.conference.revision
    const sight = this.sight()
    const rows = new Map<List, Row[]>()
    for (const list of Object.keys(ROWS) as List[]) {
      const changed = ROWS[list](sight, changes, remeasured)
      if (changed.length === 0) continue
      rows.set(list, changed)
      this.counters[list] += 1
    }
    return SENT_TYPES.flatMap((type): Push[] => {
      const list = listOf(type)
      if (list) {
        const changed = rows.get(list)
        if (!changed) return []
        const head: Head = { msgID: this.idOf(type, list, changes), msgMode: 1, version: this.counters[list] }
        return [this.push(type, head, (eyes) => changed.map((row) => row(eyes)), told)]
      }
      if (!isFact(type) || !changes.last[FACTS[type]]) return []
      const version = this.fullVersion()
      const head: Head = { msgID: this.idOf(type, FACTS[type], changes), msgMode: 0, version }
      return [this.push(type, head, (eyes) => FULLS[type](sight, eyes), told)]
    })
  }

  /** Who speaks now. */
  speak(signal: SignalOf<'Speakers'>): Push {
    this.speakers = signal
    this.fullsKept.clear()
    return this.fullPush('SpeakerChangeNotify')
  }

  /** How everybody's line is now. */
  quality(): Push {
    return this.fullPush('NetworkQualityNotify')
  }

  /** What somebody says. */
  caption(signal: SignalOf<'Caption'>): Push {
    const said = subtitle(signal)
    const type = 'RealTimeSubtitleNotify'
    return this.push(type, this.fullHead(type), () => said, this.told)
  }

  /** A full of each type, for somebody who knows nothing (`reset`: any more). `fresh`: not the one kept for others. */
  fulls(
    types: ReadonlySet<NotifyType>,
    eyes: Eyes,
    { reset = false, fresh = false }: { reset?: boolean; fresh?: boolean } = {},
  ): readonly Frame[] {
    const wanted = wantedOf(types)
    const key = `${eyes} ${reset} ${wanted.join()}`
    const kept = fresh ? undefined : this.fullsKept.get(key)
    if (kept) return kept
    const sight = this.sight()
    const frames = wanted.map((type, at) => {
      const revision = at === wanted.length - 1 ? this.conference.revision : 0
      const head = { ...this.fullHead(type), ...(reset ? { reset: true as const } : {}) }
      return this.encode(type, head, FULLS[type](sight, eyes), revision)
    })
    this.fullsKept.set(key, frames)
    return frames
  }

  /**
   * For somebody who knows everything up to `cursor`: one increment for each list that events make, with the numbers the
   * next shared one continues, and a full of everything else. `events` are those since. Null when they lead over another run.
   */
  catchUp(
    types: ReadonlySet<NotifyType>,
    eyes: Eyes,
    { cursor, events }: { cursor: number; events: readonly Recorded[] },
  ): readonly Frame[] | null {
    if (events.some(({ type }) => type === 'RunStarted' || type === 'RunEnded')) return null
    const changes = noChanges()
    for (const event of events) note(changes, event)
    const sight = this.sight()
    const wanted = wantedOf(types)
    return wanted.map((type, at) => {
      const revision = at === wanted.length - 1 ? this.conference.revision : cursor
      const list = listOf(type)
      // Lines are measured, not recorded: what the reader missed of them nobody knows.
      if (!list || list === 'network')
        return this.encode(type, this.fullHead(type), FULLS[type](sight, eyes), revision)
      const msgID = this.digested(
        `${this.run.id} ${type} ${cursor} ${this.conference.revision} ${this.fullVersion()}`,
      )
      const head: Head = { msgID, msgMode: 1, version: this.counters[list] }
      const rows = ROWS[list](sight, changes, NOBODY)
      return this.encode(
        type,
        head,
        rows.map((row) => row(eyes)),
        revision,
      )
    })
  }

  private forgetLine(id: ParticipantId): void {
    if (this.network.delete(id)) this.remeasured.add(id)
  }

  private sight(): Sight {
    const { conference, run, ended: over, speakers, network, parts } = this
    return { conference, run, over, speakers, network, surroundings: parts.surroundings }
  }

  private fullPush(type: FullType): Push {
    const sight = this.sight()
    return this.push(type, this.fullHead(type), (eyes) => FULLS[type](sight, eyes), this.told)
  }

  private fullHead(type: NotifyType): Head {
    const version = this.fullVersion()
    return { msgID: this.digested(`${this.run.id} ${type} ${version}`), msgMode: 0, version }
  }

  private push(type: NotifyType, head: Head, payload: (eyes: Eyes) => Payload, before: number): Push {
    const after = this.told
    const frames = new Map<string, Frame>()
    return {
      type,
      frame: (eyes, last) => {
        const key = `${sameFor(type, eyes)} ${last}`
        const known = frames.get(key)
        if (known) return known
        const made = this.encode(type, head, payload(eyes), last ? after : before)
        frames.set(key, made)
        return made
      },
    }
  }

  private encode(type: NotifyType, { reset, ...head }: Head, payload: Payload, revision: number): Frame {
    const createTime = this.parts.now()
    const confID = this.conference.id
    return frame(
      pushText({ action: type, ...head, createTime, confID, revision, ...(reset ? { reset } : {}) }, payload),
    )
  }

  private fullVersion(): number {
    this.lastFull = Math.max(this.parts.now(), this.lastFull + 1)
    return this.lastFull
  }

  /** After the last event it tells of, so that it is the same at all nodes; what no event caused after its number. */
  private idOf(type: NotifyType, part: Part | List, { last }: Changes): string {
    if (part !== 'network') return this.digested(`${last[part]} ${type}`)
    return this.digested(`${this.run.id} ${type} ${this.counters.network} ${this.parts.now()}`)
  }

  private digested(what: string): string {
    return this.parts.digest(what).slice(0, 32)
  }
}

const NOBODY: ReadonlySet<ParticipantId> = new Set()

function isFact(type: NotifyType): type is keyof typeof FACTS {
  return Object.hasOwn(FACTS, type)
}

function wantedOf(types: ReadonlySet<NotifyType>): FullType[] {
  return SENT_TYPES.filter((type): type is FullType => types.has(type) && type !== 'RealTimeSubtitleNotify')
}
