import type { Conference, Instant, Recorded, Run, Signal } from '@parley/core'
import { insiders, isInside } from '@parley/core'
import { type Frame, frame } from '#sockets/frame.ts'
import { type Changes, noChanges, note, type Part } from './changes.ts'
import { invitedOf } from './conference-info.ts'
import { attendeeEntry, participantEntry, participantRemoval } from './entries.ts'
import { type NotifyType, pushText } from './envelope.ts'
import { basicInfo, dynamicInfo, type Surroundings, speakers } from './facts.ts'
import type { Eyes } from './identity.ts'

export type EncoderParts = {
  now: () => Instant
  /** Lower-case hex of SHA-256. */
  digest: (text: string) => string
  surroundings: (conference: Conference) => Surroundings
}

/** One message to all who subscribed its type, encoded once for each kind of eyes that sees something else in it. */
export type Push = {
  type: NotifyType
  /** `last` of those one reader gets at this moment: only then is everything told, and `revision` moves on. */
  frame(eyes: Eyes, last: boolean): Frame
}

/** Order of pushes that belong to one moment; the strictest client known needs the attendees first ([HW] 2.3). */
const ORDER: readonly NotifyType[] = [
  'AttendeesNotify',
  'ConfBasicInfoNotify',
  'ConfDynamicInfoNotify',
  'ParticipantsNotify',
  'ChannelAndParticipantsNotify',
  'SpeakerChangeNotify',
]

const PART_OF: Record<Exclude<NotifyType, 'SpeakerChangeNotify'>, Part> = {
  AttendeesNotify: 'attendees',
  ConfBasicInfoNotify: 'basic',
  ConfDynamicInfoNotify: 'dynamic',
  ParticipantsNotify: 'participants',
  ChannelAndParticipantsNotify: 'participants',
}

type Payload = readonly unknown[] | Record<string, unknown>
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
  private readonly counters = { attendees: 0, participants: 0 }
  private lastFull = 0
  private signal: Signal | null
  private ended = false
  private readonly fullsKept = new Map<string, readonly Frame[]>()

  constructor(
    private conference: Conference,
    private run: Run,
    signal: Signal | null,
    private readonly parts: EncoderParts,
  ) {
    this.told = conference.revision
    this.signal = signal
  }

  /** What happened, gathered until `flush`. True when the run is over; nothing is taken after that. */
  apply(events: readonly Recorded[], conference: Conference): boolean {
    if (this.ended) return true
    this.fullsKept.clear()
    for (const event of events) {
      note(this.changes, event)
      if (event.type !== 'RunEnded') continue
      this.ended = true
      // Settings and run stay as they were last: the end itself resets some for the next run.
      this.conference = { ...conference, settings: this.conference.settings }
      return true
    }
    this.conference = conference
    if (conference.state === 'running') this.run = conference.run
    return false
  }

  /** One message per type that changed since the last flush. */
  flush(): Push[] {
    const { changes, told } = this
    this.changes = noChanges()
    this.told = this.conference.revision
    const touched = ORDER.filter((type) => type !== 'SpeakerChangeNotify' && changes.last[PART_OF[type]])
    if (changes.last.attendees) this.counters.attendees += 1
    if (changes.last.participants) this.counters.participants += 1
    return touched.map((type) => {
      const head = this.headFor(type, this.msgId(changes, type))
      return this.push(type, head, (eyes) => this.increment(type, changes, eyes), told)
    })
  }

  /** Who speaks now. */
  speak(signal: Signal): Push {
    this.signal = signal
    this.fullsKept.clear()
    const version = this.fullVersion()
    const head: Head = {
      msgID: this.idOf(`${this.run.id} SpeakerChangeNotify ${version}`),
      msgMode: 0,
      version,
    }
    return this.push('SpeakerChangeNotify', head, () => speakers(signal), this.told)
  }

  /** A full of each type, for somebody who knows nothing (`reset`: any more). `fresh`: not the one kept for others. */
  fulls(
    types: ReadonlySet<NotifyType>,
    eyes: Eyes,
    { reset = false, fresh = false }: { reset?: boolean; fresh?: boolean } = {},
  ): readonly Frame[] {
    const wanted = ORDER.filter((type) => types.has(type))
    const key = `${eyes} ${reset} ${wanted.join()}`
    const kept = fresh ? undefined : this.fullsKept.get(key)
    if (kept) return kept
    const frames = wanted.map((type, at) => {
      const revision = at === wanted.length - 1 ? this.conference.revision : 0
      return this.encode(
        type,
        { ...this.fullHead(type), ...(reset ? { reset: true } : {}) },
        this.full(type, eyes),
        revision,
      )
    })
    this.fullsKept.set(key, frames)
    return frames
  }

  /**
   * For somebody who knows everything up to `cursor`: one increment for each list, with the numbers the next
   * shared one continues, and a full of what has no increments. `events` are those since. Null when they lead over
   * another run.
   */
  catchUp(
    types: ReadonlySet<NotifyType>,
    eyes: Eyes,
    { cursor, events }: { cursor: number; events: readonly Recorded[] },
  ): readonly Frame[] | null {
    if (events.some(({ type }) => type === 'RunStarted' || type === 'RunEnded')) return null
    const changes = noChanges()
    for (const event of events) note(changes, event)
    const wanted = ORDER.filter((type) => types.has(type))
    return wanted.map((type, at) => {
      const revision = at === wanted.length - 1 ? this.conference.revision : cursor
      const part = type === 'SpeakerChangeNotify' ? null : PART_OF[type]
      if (part !== 'attendees' && part !== 'participants')
        return this.encode(type, this.fullHead(type), this.full(type, eyes), revision)
      const msgID = this.idOf(
        `${this.run.id} ${type} ${cursor} ${this.conference.revision} ${this.fullVersion()}`,
      )
      const head: Head = { msgID, msgMode: 1, version: this.counters[part] }
      return this.encode(type, head, this.increment(type, changes, eyes), revision)
    })
  }

  private headFor(type: NotifyType, msgID: string): Head {
    if (type === 'AttendeesNotify') return { msgID, msgMode: 1, version: this.counters.attendees }
    if (type === 'ConfBasicInfoNotify' || type === 'ConfDynamicInfoNotify')
      return { msgID, msgMode: 0, version: this.fullVersion() }
    return { msgID, msgMode: 1, version: this.counters.participants }
  }

  private fullHead(type: NotifyType): Head {
    const version = this.fullVersion()
    return { msgID: this.idOf(`${this.run.id} ${type} ${version}`), msgMode: 0, version }
  }

  /** The content of a type's message after changes: the changed entries of a list, else all facts. */
  private increment(type: NotifyType, changes: Changes, eyes: Eyes): Payload {
    const { conference } = this
    switch (type) {
      case 'AttendeesNotify':
        return [...changes.invited].flatMap((id) => {
          const person = conference.people[id]
          return person?.invited ? [attendeeEntry(conference, person, eyes)] : []
        })
      case 'ParticipantsNotify':
      case 'ChannelAndParticipantsNotify':
        return [...changes.people.values()].map((subject) => {
          const person = conference.people[subject.participantId]
          return person && isInside(person) && !this.ended
            ? participantEntry(person, eyes)
            : participantRemoval(subject, eyes)
        })
      default:
        return this.full(type, eyes)
    }
  }

  private full(type: NotifyType, eyes: Eyes): Payload {
    const { conference, run } = this
    switch (type) {
      case 'AttendeesNotify':
        return invitedOf(conference).map((person) => attendeeEntry(conference, person, eyes))
      case 'ConfBasicInfoNotify':
        return basicInfo(conference, run, eyes, this.parts.surroundings(conference))
      case 'ConfDynamicInfoNotify':
        return dynamicInfo(conference.settings, run, this.ended ? 'Destroyed' : 'Created')
      case 'ParticipantsNotify':
      case 'ChannelAndParticipantsNotify':
        return insiders(conference).map((person) => participantEntry(person, eyes))
      case 'SpeakerChangeNotify':
        return speakers(this.signal)
      default:
        return type satisfies never
    }
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

  private encode(type: NotifyType, head: Head, payload: Payload, revision: number): Frame {
    const { reset, ...rest } = head
    return frame(
      pushText(
        {
          action: type,
          ...rest,
          createTime: this.parts.now(),
          confID: this.conference.id,
          revision,
          ...(reset ? { reset } : {}),
        },
        payload,
      ),
    )
  }

  private fullVersion(): number {
    this.lastFull = Math.max(this.parts.now(), this.lastFull + 1)
    return this.lastFull
  }

  private msgId(changes: Changes, type: Exclude<NotifyType, 'SpeakerChangeNotify'> | NotifyType): string {
    const event = type === 'SpeakerChangeNotify' ? undefined : changes.last[PART_OF[type]]
    return this.idOf(`${event} ${type}`)
  }

  private idOf(what: string): string {
    return this.parts.digest(what).slice(0, 32)
  }
}

/** Which readers see the same bytes. */
function sameFor(type: NotifyType, eyes: Eyes): string {
  if (type === 'ConfBasicInfoNotify') return eyes
  if (type === 'ConfDynamicInfoNotify' || type === 'SpeakerChangeNotify') return 'all'
  return eyes === 'guest' ? 'guest' : 'account'
}
