import type { Media, MemberView, ParamsOf, Signal, SignalFrame } from '@parley/protocol'
import { topics } from '@parley/protocol'
import type { OnEvent } from '../mirror/listeners.ts'
import { createMirror, type Mirror } from '../mirror/mirror.ts'
import type { Clock } from '../platform.ts'
import type { Rpc } from '../rpc.ts'
import type { Socket } from '../socket/socket.ts'
import type { Store } from '../store.ts'
import { type Commands, createCommands } from './commands.ts'
import type { JoinOptions, JoinOutcome } from './options.ts'
import type { ConferencePhase } from './phase.ts'
import { createPresence } from './presence.ts'
import { createReporter, type Report } from './reporter.ts'
import { createSignalBox } from './signal-box.ts'

/** One conference: being in it, following it, steering it. */
export type Conference = Store<ConferencePhase> &
  Commands & {
    readonly confId: string
    readonly mirror: Mirror
    /** Oneself in the mirror, null while not inside. */
    self(): MemberView | null
    /**
     * Needs an open socket. Again while inside: the same member. With a waiting room the answer may be a place there; the
     * phase then becomes `waiting`, and `inside` by itself when somebody lets one in.
     */
    join(options: JoinOptions): Promise<JoinOutcome>
    /** Follows without being inside: creator, chair, or a service. */
    watch(): Promise<void>
    /** The only thing that leaves. Done as soon as the server knows, or at once when it cannot be reached. */
    leave(): Promise<void>
    /** After `over` by `replaced`: connects and enters again here, so that the other page gives way. */
    takeBack(): Promise<JoinOutcome>
    /** Each event of that type from now on, stored or ephemeral, once and in order, after the mirror has it. */
    on: OnEvent
    /** False: it did not reach the other page. */
    signal(to: string, signal: Signal): Promise<boolean>
    onSignal(listener: (frame: SignalFrame) => void): () => void
    /** Reports of the same second are merged into one. */
    reportMedia(report: Report): void
    renewMedia(reason: ParamsOf<'conference.renewMedia'>['reason']): Promise<Media>
    /** Stops following; says nothing to the server. */
    close(): void
  }

export const createConference = ({
  socket,
  rpc,
  confId,
  clock,
}: {
  socket: Socket
  /** For leaving while the socket is down. */
  rpc: Rpc
  confId: string
  clock: Clock
}): Conference => {
  const signals = createSignalBox()
  const subscribe = (lastVersion: number | null) =>
    socket.call('conference.subscribe', {
      confId,
      topics: [...topics],
      batch: true,
      ...(lastVersion === null ? {} : { lastVersion }),
    })
  const mirror = createMirror({ confId, clock, heal: subscribe })
  let watchingOnly = false
  const follow = async (): Promise<void> => {
    const result = await subscribe(mirror.getState().version)
    watchingOnly = true
    mirror.expect(result.version)
  }
  const presence = createPresence({
    socket,
    rpc,
    confId,
    clock,
    mirror,
    follower: () => (watchingOnly ? () => void follow().catch(() => undefined) : null),
  })
  // Whoever waits is told nothing of the meeting, so there is nothing to replay.
  const unfollow = socket.follow(confId, () =>
    presence.getState().is === 'waiting' ? null : mirror.getState().version,
  )

  const stopListening = [
    socket.subscribe(presence.connectionChanged),
    socket.on('conference.event', ({ confId: of, event }) => {
      if (of === confId) mirror.receive(event)
    }),
    socket.on('conference.events', ({ confId: of, events }) => {
      if (of === confId) mirror.receive(...events)
    }),
    mirror.on('member.left', ({ data }) => presence.left(data)),
    mirror.subscribe(presence.look),
    socket.on('conference.snapshot', (frame) => {
      if (frame.confId === confId) mirror.snapshot(frame)
    }),
    socket.on('session.resumed', ({ confs }) => {
      const mine = confs.find((conf) => conf.confId === confId)
      presence.restored(mine?.version ?? null)
    }),
    socket.on('lobby.changed', (frame) => {
      if (frame.confId === confId) presence.lobby(frame)
    }),
    socket.on('media.gateway', (frame) => {
      if (frame.confId === confId) presence.setMedia(frame.media)
    }),
    socket.on('media.signal', (frame) => {
      if (frame.confId === confId) signals.receive(frame)
    }),
  ]

  const currentEpoch = (): number | null => {
    const now = presence.getState()
    return now.is === 'inside' ? now.media.epoch : null
  }

  const reporter = createReporter(clock, (report) => {
    const epoch = currentEpoch()
    return epoch !== null && socket.notify('conference.reportMedia', { confId, epoch, ...report })
  })

  return {
    ...createCommands(socket, confId),
    confId,
    mirror,
    getState: presence.getState,
    subscribe: presence.subscribe,
    self: presence.self,
    join: presence.join,
    watch: follow,
    leave: presence.leave,
    takeBack: presence.takeBack,
    on: mirror.on,
    signal: async (to, signal) => {
      const epoch = currentEpoch()
      if (epoch === null) return false
      const { delivered } = await socket.call('media.signal', { confId, to, epoch, ...signal })
      return delivered
    },
    onSignal: signals.on,
    reportMedia: reporter.report,
    renewMedia: async (reason) => {
      const media = await socket.call('conference.renewMedia', { confId, reason })
      presence.setMedia(media)
      return media
    },
    close: () => {
      presence.stop()
      reporter.stop()
      unfollow()
      for (const stop of stopListening) stop()
      mirror.end()
    },
  }
}
