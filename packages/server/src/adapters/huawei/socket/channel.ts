import type {
  Clock,
  Conference,
  ConferenceId,
  EventType,
  Feed,
  Recorded,
  RunId,
  Signal,
  SignalOf,
} from '@parley/core'
import { SECOND } from '@parley/core'
import type { Frame } from '#sockets/frame.ts'
import { Lane } from '#sockets/lane.ts'
import type { SocketOutlet } from '#sockets/outlet.ts'
import type { Pace } from '#sockets/pace.ts'
import { Encoder, type EncoderParts, type Push } from '../present/encoder.ts'
import { type NotifyType, readable } from '../present/envelope.ts'
import type { Eyes } from '../present/identity.ts'
import { CaptionPace } from './caption-pace.ts'
import { Gather } from './gather.ts'
import { Paced } from './paced.ts'

/** What the channel needs of a reader. */
export type Follower = {
  readonly outlet: SocketOutlet
  /** The run is over and everything is told. */
  onEnded(): void
}

export type Subscription = { types: ReadonlySet<NotifyType>; eyes: Eyes; cursor: number | null }

type Audience = { lane: Lane; types: ReadonlySet<NotifyType>; eyes: Eyes }

/** SpeakerChangeNotify goes out at most this often. */
const SPEAKERS_GAP_MS = SECOND
/** NetworkQualityNotify, which names everybody each time. */
const QUALITY_GAP_MS = 5 * SECOND

/** One by one these are news; many at once are a crowd. */
const COMINGS: ReadonlySet<EventType> = new Set([
  'ParticipantJoined',
  'ParticipantResumed',
  'ParticipantLeft',
  'LobbyEntered',
  'LobbyLeft',
  'InvitationSettled',
])

export type ChannelParts = { feed: Feed; clock: Clock; pace: Pace; encoding: Omit<EncoderParts, 'now'> }

/** One run that is watched from this node: its news, encoded once, to all who subscribed. */
export class Channel {
  private encoder: Encoder | null = null
  private readonly audiences = new Map<string, Audience>()
  private readonly followers = new Map<Follower, { audience: Audience; key: string }>()
  /** Events that arrive while a Subscribe with a cursor reads the log. */
  private readonly hearing = new Set<Recorded[]>()
  private readonly gather: Gather
  private readonly speakers: Paced<SignalOf<'Speakers'>>
  private readonly quality: Paced<void>
  private readonly captions: CaptionPace
  private detach: (() => void) | null = null
  private joining = 0

  constructor(
    private readonly conferenceId: ConferenceId,
    private readonly runId: RunId,
    private readonly parts: ChannelParts,
    private readonly onIdle: () => void,
  ) {
    const { clock } = parts
    this.gather = new Gather(clock, () => this.flush())
    this.speakers = new Paced(clock, SPEAKERS_GAP_MS, (signal) => this.publishOne((to) => to.speak(signal)))
    this.quality = new Paced(clock, QUALITY_GAP_MS, () => this.publishOne((to) => to.quality()))
    this.captions = new CaptionPace(clock, (line) => this.publishOne((to) => to.caption(line)))
  }

  /** Begins to listen. False when the run is not on any more. */
  async open(): Promise<boolean> {
    const { feed, clock, encoding } = this.parts
    const detach = await feed.open(this.conferenceId, null, {
      onOpen: ({ conference, ...heard }) => {
        if (conference.state === 'running' && conference.run.id === this.runId)
          this.encoder = new Encoder(conference, conference.run, heard, {
            ...encoding,
            now: () => clock.now(),
          })
      },
      onEvents: (events, conference) => this.onEvents(events, conference),
      onSignal: (signal) => this.onSignal(signal),
    })
    if (this.encoder) this.detach = detach
    else detach()
    return this.encoder !== null
  }

  /** Fulls or what the cursor missed, then all news. False when this channel has closed: the run may go on in another. */
  async subscribe(follower: Follower, { types: wanted, eyes, cursor }: Subscription): Promise<boolean> {
    const types = readable(wanted, eyes)
    this.joining += 1
    try {
      const again = this.followers.has(follower)
      const missed = cursor === null ? null : await this.missedSince(cursor)
      if (!this.encoder) return false
      // What is held back is in what the newcomer gets: told to it afterwards, its revisions would run back.
      this.gather.hurry()
      const caughtUp =
        missed && cursor !== null ? this.encoder.catchUp(types, eyes, { cursor, events: missed }) : null
      const frames = caughtUp ?? this.encoder.fulls(types, eyes, { reset: cursor !== null, fresh: again })
      this.follow(follower, types, eyes, frames)
      return true
    } finally {
      this.joining -= 1
    }
  }

  leave(follower: Follower): void {
    const place = this.followers.get(follower)
    if (place) {
      this.followers.delete(follower)
      this.depart(follower, place)
    }
    if (this.followers.size === 0 && this.joining === 0) this.close()
  }

  /** It could not be told everything: no news until `restart`. */
  pause(follower: Follower): void {
    const place = this.followers.get(follower)
    if (place) place.audience.lane.remove(follower.outlet)
  }

  /** It reads again: a full of every type says so, then news as before. */
  restart(follower: Follower): void {
    const place = this.followers.get(follower)
    if (!place || !this.encoder) return
    const { types, eyes } = place.audience
    this.gather.hurry()
    this.follow(follower, types, eyes, this.encoder.fulls(types, eyes, { reset: true, fresh: true }))
  }

  private follow(
    follower: Follower,
    types: ReadonlySet<NotifyType>,
    eyes: Eyes,
    frames: readonly Frame[],
  ): void {
    const before = this.followers.get(follower)
    if (before) this.depart(follower, before)
    const key = `${eyes} ${[...types].sort().join()}`
    const audience = this.audiences.get(key) ?? { lane: new Lane(this.parts.pace), types, eyes }
    this.audiences.set(key, audience)
    this.followers.set(follower, { audience, key })
    for (const one of frames) follower.outlet.send(one)
    audience.lane.add(follower.outlet)
  }

  private depart({ outlet }: Follower, { audience, key }: { audience: Audience; key: string }): void {
    audience.lane.remove(outlet)
    if (audience.lane.size === 0) this.audiences.delete(key)
  }

  /** The events above a cursor up to what the encoder knows, those that arrive while the log is read included. */
  private async missedSince(cursor: number): Promise<Recorded[] | null> {
    const heard: Recorded[] = []
    this.hearing.add(heard)
    try {
      const { conference, replay } = await this.parts.feed.since(this.conferenceId, cursor)
      return replay && [...replay, ...heard.filter(({ revision }) => revision > conference.revision)]
    } finally {
      this.hearing.delete(heard)
    }
  }

  private onEvents(events: readonly Recorded[], conference: Conference): void {
    for (const heard of this.hearing) heard.push(...events)
    if (!this.encoder) return
    if (!this.encoder.apply(events, conference)) {
      this.gather.ask({ coming: events.some(({ type }) => COMINGS.has(type)) })
      return
    }
    this.gather.now()
    const all = [...this.followers.keys()]
    this.close()
    for (const follower of all) follower.onEnded()
  }

  private flush(): void {
    const pushes = this.encoder?.flush() ?? []
    this.publish(pushes)
    if (pushes.some(({ type }) => type === 'NetConditionNotify')) this.quality.offer()
  }

  private publish(pushes: readonly Push[]): void {
    for (const { lane, types, eyes } of this.audiences.values()) {
      const theirs = pushes.filter(({ type }) => types.has(type))
      const last = theirs.at(-1)
      for (const push of theirs) lane.publish(push.frame(eyes, push === last))
    }
  }

  private publishOne(make: (encoder: Encoder) => Push): void {
    if (this.encoder) this.publish([make(this.encoder)])
  }

  private onSignal(signal: Signal): void {
    switch (signal.type) {
      case 'Speakers':
        this.speakers.offer(signal)
        break
      case 'Network':
        this.encoder?.measure(signal)
        this.gather.ask()
        break
      case 'Caption':
        this.captions.hear(signal)
        break
      case 'Asked':
      case 'Reaction':
        // Between pages: this wire has no words for them.
        break
      default:
        signal satisfies never
    }
  }

  private close(): void {
    this.gather.stop()
    this.speakers.stop()
    this.quality.stop()
    this.captions.stop()
    this.detach?.()
    this.detach = null
    this.encoder = null
    this.followers.clear()
    this.onIdle()
  }
}
