import type { JoinResult, Media, MemberView, ParamsOf, Signal, SignalFrame } from '@parley/protocol'
import { ConnectionError, RpcError } from '../errors.ts'
import { createMirror, type Mirror } from '../mirror/mirror.ts'
import { isInside } from '../mirror/select.ts'
import type { Clock } from '../platform.ts'
import type { Rpc } from '../rpc.ts'
import type { Socket } from '../socket/socket.ts'
import { callSafely, createStore, type Store } from '../store.ts'
import { type Commands, createCommands } from './commands.ts'
import type { ConferencePhase } from './phase.ts'
import { createReporter, type Report } from './reporter.ts'

export type JoinOptions = {
  displayName?: string
  /** What will be sent; both false = watch and listen only. */
  media: { audio: boolean; video: boolean }
  muted?: boolean
  cameraOff?: boolean
  /** When all places with media are taken (739), come in as a watcher instead of being refused. */
  orWatch?: boolean
  /** Of a signed-in person who was not invited; a guest's ticket has said it already. */
  password?: string
  hostKey?: string
  client?: { name: string; version: string }
}

/** One conference: being in it, following it, steering it. */
export type Conference = Store<ConferencePhase> &
  Commands & {
    readonly confId: string
    readonly mirror: Mirror
    /** Oneself in the mirror, null while not inside. */
    self(): MemberView | null
    /** Needs an open socket. Again while inside: the same member. */
    join(options: JoinOptions): Promise<JoinResult>
    /** Follows without being inside: creator, chair, or a service. */
    watch(): Promise<void>
    /** The only thing that leaves. Done as soon as the server knows, or at once when it cannot be reached. */
    leave(): Promise<void>
    /** After `over` by `replaced`: connects and enters again here, so that the other page gives way. */
    takeBack(): Promise<JoinResult>
    /** False: it did not reach the other page. */
    signal(to: string, signal: Signal): Promise<boolean>
    onSignal(listener: (frame: SignalFrame) => void): () => void
    /** Reports of the same second are merged into one. */
    reportMedia(report: Report): void
    renewMedia(reason: ParamsOf<'conference.renewMedia'>['reason']): Promise<Media>
    /** Stops following; says nothing to the server. */
    close(): void
  }

/** How long after hello the server may take to say what it restored. */
const resumedTimeoutMs = 5_000
const rejoinMs = 2_000
/** Signals that come before media are set up, as they do while a page still asks for the camera. */
const maxEarlySignals = 200
const noPlace = 739

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
  const phase = createStore<ConferencePhase>({ is: 'outside' })
  const signalListeners = new Set<(frame: SignalFrame) => void>()
  let earlySignals: SignalFrame[] = []
  const commands = createCommands(socket, confId)
  const mirror = createMirror({
    confId,
    clock,
    heal: (lastVersion) =>
      socket.call('conference.subscribe', lastVersion === null ? { confId } : { confId, lastVersion }),
  })
  const unfollow = socket.follow(confId, () => mirror.getState().version)
  /** How this page entered, for entering again as the same person. */
  let entered: JoinOptions | null = null
  let watchingOnly = false
  /** Left here, but the server has not heard it: it would take the next connection for our return. */
  let owesLeave = false
  let wasOpen = socket.getState().is === 'open'
  let cancelTimer = (): void => undefined

  const over = (why: Extract<ConferencePhase, { is: 'over' }>['why'], code?: number) => {
    cancelTimer()
    entered = null
    phase.set(code === undefined ? { is: 'over', why } : { is: 'over', why, code })
  }

  const self = (): MemberView | null => {
    const now = phase.getState()
    if (now.is !== 'inside' && now.is !== 'returning') return null
    return mirror.getState().members.get(now.memberId) ?? null
  }

  const enter = async (options: JoinOptions): Promise<JoinResult> => {
    const { orWatch, ...wish } = options
    const attempt = (media: JoinOptions['media']) =>
      socket.call('conference.join', { confId, ...wish, media })
    const wants = wish.media.audio || wish.media.video
    let sends = wants
    const result = await attempt(wish.media).catch((error: unknown) => {
      if (!orWatch || !wants || !(error instanceof RpcError) || error.code !== noPlace) throw error
      sends = false
      return attempt({ audio: false, video: false })
    })
    entered = options
    owesLeave = false
    const { version, conference, members, speaker, media, memberId, resumed } = result
    mirror.snapshot({ confId, version, conference, members, speaker })
    mirror.expect(Math.max(version, mirror.getState().version ?? 0))
    const watching = !sends || (media.driver === 'mesh' && media.publish === null)
    phase.set({ is: 'inside', memberId, media, resumed, watching })
    return result
  }

  /** What the person last chose, so that entering again after `lost` switches nothing on. */
  const again = (): JoinOptions | null => {
    const me = self()
    if (!entered || !me) return entered
    return { ...entered, displayName: me.displayName, muted: me.selfMuted, cameraOff: me.selfCameraOff }
  }

  const reenter = (): void => {
    const options = again()
    const now = phase.getState()
    if (!options || now.is === 'over') return
    if (now.is === 'inside') phase.set({ ...now, is: 'returning' })
    enter(options).catch((error: unknown) => {
      if (error instanceof RpcError && error.code >= 600)
        over(error.code === 735 ? 'removed' : 'refused', error.code)
      else if (!(error instanceof ConnectionError) || error.reason !== 'offline') {
        // 429, 5xx, an answer that never came: the connection may be fine, so nothing else would try again.
        cancelTimer()
        cancelTimer = clock.after(rejoinMs, reenter)
      }
    })
  }

  /** The server has said what it restored after a reconnect; null = it did not speak in time. */
  const restored = (version: number | null): void => {
    cancelTimer()
    const now = phase.getState()
    if (version === null) {
      if (now.is === 'returning') reenter()
      else if (watchingOnly) void follow()
      return
    }
    if (now.is !== 'returning' && now.is !== 'inside' && !watchingOnly) return
    mirror.expect(version)
    if (now.is !== 'returning') return
    phase.set({ ...now, is: 'inside', resumed: true })
    look()
  }

  const sayLeave = async (): Promise<void> => {
    owesLeave = true
    try {
      await socket.call('conference.leave', { confId })
    } catch (error) {
      if (error instanceof ConnectionError) await rpc.call('conference.leave', { confId })
      // 737 and the like: we were out already.
      else if (!(error instanceof RpcError)) throw error
    }
    owesLeave = false
  }

  /** We are told that we are no longer inside. */
  const gone = (reason: NonNullable<MemberView['leaveReason']>): void => {
    switch (reason) {
      case 'lost':
        reenter()
        return
      case 'kicked':
        over('removed')
        return
      case 'ended':
        over('ended')
        return
      case 'replaced':
        over('replaced')
        return
      case 'self':
      case 'moved':
        over('left')
        return
      default:
        reason satisfies never
    }
  }

  /** Whether we are still inside, by the mirror; it is consistent at every version, however it got there. */
  const look = (): void => {
    const now = phase.getState()
    const { conference, members } = mirror.getState()
    if (now.is !== 'inside' || !conference) return
    const me = members.get(now.memberId)
    if (me && !isInside(me) && me.state !== 'invited') gone(me.leaveReason ?? 'lost')
    else if (conference.state !== 'ongoing') over('ended')
    else if (!me) gone('lost')
  }

  const follow = async (): Promise<void> => {
    const { version } = mirror.getState()
    const result = await socket.call(
      'conference.subscribe',
      version === null ? { confId } : { confId, lastVersion: version },
    )
    watchingOnly = true
    mirror.expect(result.version)
  }

  const connectionChanged = (): void => {
    const state = socket.getState()
    const now = phase.getState()
    const isOpen = state.is === 'open'
    if (isOpen && !wasOpen && owesLeave) void sayLeave().catch(() => undefined)
    if (isOpen && !wasOpen && (now.is === 'returning' || watchingOnly)) {
      cancelTimer()
      cancelTimer = clock.after(resumedTimeoutMs, () => restored(null))
    }
    if (!isOpen && wasOpen) {
      cancelTimer()
      mirror.suspend()
      if (now.is === 'inside') phase.set({ ...now, is: 'returning' })
    }
    wasOpen = isOpen
    if (state.is !== 'closed' || phase.getState().is !== 'returning') return
    if (state.code === 4004) over('replaced')
    else if (state.code === 4005) over('removed')
    else if (state.offer === 'sign-in') over('signed-out', state.code)
    else if (state.code === 4003) over('refused', 403)
    else over('unreachable')
  }

  const stopListening = [
    socket.subscribe(connectionChanged),
    socket.on('conference.event', ({ confId: of, event }) => {
      if (of === confId) mirror.receive(event)
    }),
    mirror.subscribe(look),
    socket.on('conference.snapshot', (frame) => {
      if (frame.confId === confId) mirror.snapshot(frame)
    }),
    socket.on('session.resumed', ({ confs }) => {
      const mine = confs.find((conf) => conf.confId === confId)
      restored(mine?.version ?? null)
    }),
    socket.on('media.gateway', (frame) => {
      const now = phase.getState()
      if (frame.confId === confId && (now.is === 'inside' || now.is === 'returning'))
        phase.set({ ...now, media: frame.media })
    }),
    socket.on('media.signal', (frame) => {
      if (frame.confId !== confId) return
      if (signalListeners.size === 0) {
        if (earlySignals.length < maxEarlySignals) earlySignals.push(frame)
        return
      }
      for (const listener of [...signalListeners]) callSafely(() => listener(frame))
    }),
  ]

  const currentEpoch = (): number | null => {
    const now = phase.getState()
    return now.is === 'inside' ? now.media.epoch : null
  }

  const reporter = createReporter(clock, (report) => {
    const epoch = currentEpoch()
    return epoch !== null && socket.notify('conference.reportMedia', { confId, epoch, ...report })
  })

  const join = async (options: JoinOptions): Promise<JoinResult> => {
    const before = phase.getState()
    if (before.is === 'outside' || before.is === 'over') phase.set({ is: 'joining' })
    try {
      return await enter(options)
    } catch (error) {
      if (phase.getState().is === 'joining') phase.set({ is: 'outside' })
      throw error
    }
  }

  let lastOptions: JoinOptions | null = null

  return {
    ...commands,
    confId,
    mirror,
    getState: phase.getState,
    subscribe: phase.subscribe,
    self,
    join: (options) => {
      lastOptions = options
      return join(options)
    },
    watch: follow,
    leave: async () => {
      const now = phase.getState()
      over('left')
      if (now.is === 'inside' || now.is === 'returning') await sayLeave()
    },
    takeBack: async () => {
      if (!lastOptions) throw new ConnectionError('offline', false)
      await socket.open()
      return join(lastOptions)
    },
    signal: async (to, signal) => {
      const epoch = currentEpoch()
      if (epoch === null) return false
      const { delivered } = await socket.call('media.signal', { confId, to, epoch, ...signal })
      return delivered
    },
    onSignal: (listener) => {
      signalListeners.add(listener)
      const early = earlySignals
      earlySignals = []
      for (const frame of early) callSafely(() => listener(frame))
      return () => signalListeners.delete(listener)
    },
    reportMedia: reporter.report,
    renewMedia: async (reason) => {
      const media = await socket.call('conference.renewMedia', { confId, reason })
      const now = phase.getState()
      if (now.is === 'inside' || now.is === 'returning') phase.set({ ...now, media })
      return media
    },
    close: () => {
      cancelTimer()
      reporter.stop()
      unfollow()
      for (const stop of stopListening) stop()
      mirror.end()
    },
  }
}
