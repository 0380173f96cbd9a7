import type { Clock, Instant } from '@parley/core'
import { MINUTE, SECOND } from '@parley/core'
import type { RawData, WebSocket } from 'ws'
import { frame } from '#sockets/frame.ts'
import { SocketOutlet } from '#sockets/outlet.ts'
import type { Pace } from '#sockets/pace.ts'
import { type NotifyType, SENT_TYPES, SILENT_TYPES } from '../present/envelope.ts'
import { eyesOf } from '../present/identity.ts'
import { confControlReply, heartBeatReply, type Return, subscribeReply } from '../present/replies.ts'
import { type ClientFrame, readData, readFrame, refreshData, subscribeData } from '../schema/frames.ts'
import type { Grant, Tokens } from '../tokens.ts'
import type { Channel, Follower } from './channel.ts'
import { CLOSES, type Close } from './close-codes.ts'

const SUBSCRIBE_WITHIN_MS = 30 * SECOND
const SILENCE_MS = 3 * MINUTE
/** Keeps proxies from cutting the line; the answer is no heartbeat. */
const PING_EVERY_MS = 25 * SECOND
const MALFORMED_IN_A_ROW = 10
/** Frames that may wait while one is worked on. */
const MOST_WAITING = 32
/** What may wait for somebody who does not read, before increments are dropped for a later full. */
const MOST_UNSENT_BYTES = 1024 * 1024
const MOST_UNSENT_FRAMES = 1_000

export type ReaderParts = {
  clock: Clock
  tokens: Tokens
  pace: Pace
  /** The channel of a run; null when it is not on. */
  channelFor: (grant: Grant) => Promise<Channel | null>
  onError: (error: unknown) => void
}

/** One socket, from its ws token to its end. */
export class Reader implements Follower {
  readonly outlet: SocketOutlet
  private grant: Grant | null = null
  private channel: Channel | null = null
  private closed = false
  private readonly connectedAt: Instant
  private heardAt: Instant
  private pingedAt: Instant
  private malformed = 0
  private inbox: (Buffer | null)[] = []
  private working: boolean

  constructor(
    private readonly socket: WebSocket,
    private readonly parts: ReaderParts,
    knock: { conferenceId: string; wsToken: string },
  ) {
    this.connectedAt = parts.clock.now()
    this.heardAt = this.connectedAt
    this.pingedAt = this.connectedAt
    this.outlet = new SocketOutlet(socket, {
      maxBytes: MOST_UNSENT_BYTES,
      maxFrames: MOST_UNSENT_FRAMES,
      pace: parts.pace,
      onOverflow: () => this.channel?.pause(this),
      onDrained: () => this.channel?.restart(this),
    })
    socket.on('message', (data: RawData, isBinary: boolean) => this.onMessage(data as Buffer, isBinary))
    this.working = true
    this.enter(knock).catch((error: unknown) => this.fail(error))
  }

  /** Time has passed. */
  look(now: Instant): void {
    if (this.closed) return
    if (!this.channel && now - this.connectedAt >= SUBSCRIBE_WITHIN_MS) this.close('unsubscribed')
    else if (now - this.heardAt >= SILENCE_MS) this.close('silent')
    else if (now - this.pingedAt >= PING_EVERY_MS) {
      this.pingedAt = now
      this.socket.ping()
    }
  }

  onEnded(): void {
    this.channel = null
    this.close('ended')
  }

  /** The socket is gone. */
  onGone(): void {
    this.closed = true
    this.inbox = []
    this.channel?.leave(this)
    this.channel = null
  }

  private close(why: Close): void {
    if (this.closed) return
    this.closed = true
    const [code, reason] = CLOSES[why]
    this.outlet.close(code, reason)
    this.inbox = []
    this.channel?.leave(this)
    this.channel = null
  }

  private fail(error: unknown): void {
    this.parts.onError(error)
    this.close('fault')
  }

  private async enter({ conferenceId, wsToken }: { conferenceId: string; wsToken: string }): Promise<void> {
    const grant = wsToken === '' ? null : await this.parts.tokens.takeWs(wsToken)
    if (!grant || grant.conferenceId !== conferenceId) {
      this.close('badWsToken')
      return
    }
    this.grant = grant
    await this.work()
  }

  private onMessage(data: Buffer, isBinary: boolean): void {
    if (this.closed) return
    if (this.inbox.length >= MOST_WAITING) {
      this.close('flood')
      return
    }
    this.inbox.push(isBinary ? null : data)
    if (this.working) return
    this.working = true
    this.work().catch((error: unknown) => this.fail(error))
  }

  /** One frame after the other: a HeartBeat behind a Subscribe is answered behind it. */
  private async work(): Promise<void> {
    while (this.inbox.length > 0) {
      const message = this.inbox.shift()
      const read = message ? readFrame(message.toString('utf8')) : null
      const good = read !== null && (await this.take(read))
      if (this.closed) break
      this.malformed = good ? 0 : this.malformed + 1
      if (good) this.heardAt = this.parts.clock.now()
      if (this.malformed === MALFORMED_IN_A_ROW) this.close('malformed')
    }
    this.working = false
  }

  /** False when the frame makes no sense. */
  private async take(read: ClientFrame): Promise<boolean> {
    switch (read.action) {
      case 'HeartBeat':
        this.say(heartBeatReply(read.sequence))
        return true
      case 'Subscribe':
        return this.subscribe(read.sequence, read.data)
      case 'ConfControl':
        return this.control(read)
      default:
        return read satisfies never
    }
  }

  private async subscribe(sequence: string | number, data: unknown): Promise<boolean> {
    const wanted = readData(subscribeData, data)
    const answer = (outcome: Return): void => this.say(subscribeReply(sequence, outcome))
    if (!wanted || (wanted.conferenceID && wanted.conferenceID !== this.grant?.conferenceId)) {
      answer('badFrame')
      return false
    }
    const grant = await this.parts.tokens.readControl(wanted.confToken)
    const here = grant?.conferenceId === this.grant?.conferenceId && grant?.runId === this.grant?.runId
    if (!grant || !here) {
      answer('badToken')
      this.close('badControlToken')
      return true
    }
    if (!wanted.subscribeType.some((type) => isOneOf(SENT_TYPES, type) || isOneOf(SILENT_TYPES, type))) {
      answer('nothingToSubscribe')
      return true
    }
    const types = new Set<NotifyType>(wanted.subscribeType.filter((type) => isOneOf(SENT_TYPES, type)))
    let channel = await this.parts.channelFor(grant)
    answer(channel ? 'ok' : 'badToken')
    while (
      channel &&
      !(await channel.subscribe(this, { types, eyes: eyesOf(grant), cursor: wanted.cursor ?? null }))
    ) {
      // It closed because its last reader left in this moment, or because the run is over.
      channel = await this.parts.channelFor(grant)
    }
    if (!channel) this.close('ended')
    else if (this.closed) channel.leave(this)
    else this.channel = channel
    return true
  }

  /** Renews the control token; subtitles are not built. */
  private async control({
    sequence,
    type,
    data,
  }: Extract<ClientFrame, { action: 'ConfControl' }>): Promise<boolean> {
    if (type !== 'REFRESHTOKEN') {
      this.say(confControlReply(sequence, type, type === 'REALTIMESUBTITLE' ? 'notSupported' : 'badFrame'))
      return type === 'REALTIMESUBTITLE'
    }
    const wanted = readData(refreshData, data)
    const grant = wanted && (await this.parts.tokens.readControl(wanted.confToken))
    if (!grant || grant.runId !== this.grant?.runId) {
      this.say(confControlReply(sequence, type, wanted ? 'badToken' : 'badFrame'))
      return wanted !== null
    }
    const { token, expiresAt } = await this.parts.tokens.extendControl(grant.token)
    this.say(confControlReply(sequence, type, 'ok', { confToken: token, expireTime: expiresAt }))
    return true
  }

  private say(text: string): void {
    this.outlet.send(frame(text))
  }
}

function isOneOf<T extends string>(names: readonly T[], name: string): name is T {
  return (names as readonly string[]).includes(name)
}
