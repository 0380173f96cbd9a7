import type { EventData, LobbyChanged, Media, MemberView } from '@parley/protocol'
import { ConnectionError, RpcError } from '../errors.ts'
import type { MirrorFeed } from '../mirror/mirror.ts'
import { isInside } from '../mirror/select.ts'
import type { Clock } from '../platform.ts'
import type { Rpc } from '../rpc.ts'
import type { Socket } from '../socket/socket.ts'
import { createStore, type Store } from '../store.ts'
import { type Ending, endingOfClose, endingOfLeave, endingOfRefusal, endingOfWaiting } from './endings.ts'
import { enterBy } from './entrance.ts'
import { isWaiting, type JoinOptions, type JoinOutcome } from './options.ts'
import type { ConferencePhase } from './phase.ts'

/** Being in a conference: entering, waiting to be let in, coming back after a loss, leaving. */
export type Presence = Store<ConferencePhase> & {
  self(): MemberView | null
  join(options: JoinOptions): Promise<JoinOutcome>
  takeBack(): Promise<JoinOutcome>
  leave(): Promise<void>
  /** New media of the meeting. */
  setMedia(media: Media): void
  /** The server said how it goes on in the waiting room. */
  lobby(frame: LobbyChanged): void
  /** The connection came or went. */
  connectionChanged(): void
  /** The server has said what it restored after a reconnect; null: not this conference, or it did not speak in time. */
  restored(version: number | null): void
  /** Somebody left; comes before `look` sees the mirror without them. */
  left(data: EventData['member.left']): void
  /** The mirror changed. */
  look(): void
  stop(): void
}

type PresenceParts = {
  socket: Socket
  /** For leaving while the socket is down. */
  rpc: Rpc
  confId: string
  clock: Clock
  mirror: MirrorFeed
  /** Follows without being inside, and wants that again after a reconnect; null: not so. */
  follower(): (() => void) | null
}

/** How long after hello the server may take to say what it restored. */
const resumedTimeoutMs = 5_000
const rejoinMs = 2_000

export const createPresence = ({ socket, rpc, confId, clock, mirror, follower }: PresenceParts): Presence => {
  const phase = createStore<ConferencePhase>({ is: 'outside' })
  /** How this page entered, for entering again as the same person. */
  let entered: JoinOptions | null = null
  let lastOptions: JoinOptions | null = null
  /** Left here, but the server has not heard it: it would take the next connection for our return. */
  let owesLeave = false
  let wasOpen = socket.getState().is === 'open'
  /** Rises with every end: an answer that was asked for before it counts no more. */
  let turn = 0
  let cancelTimer = (): void => undefined

  const over = (ending: Ending) => {
    turn += 1
    cancelTimer()
    entered = null
    phase.set({ is: 'over', ...ending })
  }

  const self = (): MemberView | null => {
    const now = phase.getState()
    if (now.is !== 'inside' && now.is !== 'returning') return null
    return mirror.getState().members.get(now.memberId) ?? null
  }

  const wait = (place: Omit<Extract<ConferencePhase, { is: 'waiting' }>, 'is' | 'admitted'>) => {
    cancelTimer()
    mirror.suspend()
    phase.set({ is: 'waiting', ...place, admitted: false })
  }

  const enter = async (options: JoinOptions): Promise<JoinOutcome> => {
    const mine = turn
    const { outcome, sends } = await enterBy(socket, confId, options)
    // It ended while we asked, by leaving here or by the server's word.
    if (mine !== turn) throw new ConnectionError('closed', false)
    entered = options
    owesLeave = false
    if (isWaiting(outcome)) {
      const { memberId, confName, position, until } = outcome
      wait({ memberId, confName, position, until })
      return outcome
    }
    const { version, media, memberId, resumed } = outcome
    mirror.snapshot({ ...outcome, confId })
    mirror.expect(Math.max(version, mirror.getState().version ?? 0))
    const watching = !sends || (media.driver === 'mesh' && media.publish === null)
    phase.set({ is: 'inside', memberId, media, resumed, watching })
    return outcome
  }

  /** What the person last chose, so that entering again switches nothing on. */
  const again = (): JoinOptions | null => {
    const me = self()
    if (!entered) return null
    if (!me) return { ...entered, ...entered.now?.() }
    return { ...entered, displayName: me.displayName, muted: me.selfMuted, cameraOff: me.selfCameraOff }
  }

  const reenter = (): void => {
    const options = again()
    const now = phase.getState()
    if (!options || now.is === 'over') return
    const mine = turn
    if (now.is === 'inside') phase.set({ ...now, is: 'returning' })
    enter(options).catch((error: unknown) => {
      if (mine !== turn) return
      if (error instanceof RpcError && error.code >= 600) over(endingOfRefusal(error.code))
      else if (!(error instanceof ConnectionError) || error.reason !== 'offline') {
        // 429, 5xx, an answer that never came: the connection may be fine, so nothing else would try again.
        cancelTimer()
        cancelTimer = clock.after(rejoinMs, reenter)
      }
    })
  }

  const restored = (version: number | null): void => {
    const now = phase.getState()
    const follow = follower()
    if (now.is === 'waiting') return
    cancelTimer()
    if (version === null) {
      if (now.is === 'returning') reenter()
      else follow?.()
      return
    }
    if (now.is !== 'returning' && now.is !== 'inside' && !follow) return
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

  /** Told with our own removal: we may not come back. */
  let banned = false
  const left: Presence['left'] = ({ memberId, banned: barred = false }) => {
    const now = phase.getState()
    if ((now.is === 'inside' || now.is === 'returning') && now.memberId === memberId) banned = barred
  }

  /** We are told that we are no longer inside. */
  const gone = (reason: NonNullable<MemberView['leaveReason']>): void => {
    const ending = endingOfLeave(reason, banned)
    if (ending === 'again') reenter()
    else over(ending)
  }

  /** Whether we are still inside, by the mirror; it is consistent at every version, however it got there. */
  const look = (): void => {
    const now = phase.getState()
    const { conference, members } = mirror.getState()
    if (now.is !== 'inside' || !conference) return
    const me = members.get(now.memberId)
    if (me && !isInside(me) && me.state !== 'invited') gone(me.leaveReason ?? 'lost')
    else if (conference.state !== 'ongoing') over({ why: 'ended' })
    else if (!me) gone('lost')
  }

  const lobby = ({ state, memberId, position, until }: LobbyChanged): void => {
    const now = phase.getState()
    if (now.is !== 'waiting' && now.is !== 'inside' && now.is !== 'returning') return
    if (state === 'waiting') {
      const options = again()
      const confName = now.is === 'waiting' ? now.confName : (mirror.getState().conference?.confName ?? '')
      wait({ memberId, confName, position, until })
      entered = options
    } else if (state !== 'admitted') over(endingOfWaiting[state])
    else if (now.is === 'waiting') {
      phase.set({ ...now, position: null, until, admitted: true })
      reenter()
    }
  }

  const connectionChanged = (): void => {
    const state = socket.getState()
    const now = phase.getState()
    const isOpen = state.is === 'open'
    if (isOpen && !wasOpen) {
      if (owesLeave) void sayLeave().catch(() => undefined)
      // A server that knows this connection tells by itself how it stands; otherwise one asks to enter again.
      if (now.is === 'waiting') {
        cancelTimer()
        cancelTimer = clock.after(state.hello.resumed ? resumedTimeoutMs : 0, reenter)
      } else if (now.is === 'returning' || follower()) {
        cancelTimer()
        cancelTimer = clock.after(resumedTimeoutMs, () => restored(null))
      }
    }
    if (!isOpen && wasOpen) {
      cancelTimer()
      mirror.suspend()
      if (now.is === 'inside') phase.set({ ...now, is: 'returning' })
    }
    wasOpen = isOpen
    const { is } = phase.getState()
    if (state.is !== 'closed' || (is !== 'returning' && is !== 'waiting')) return
    over(endingOfClose(state))
  }

  const join = async (options: JoinOptions): Promise<JoinOutcome> => {
    lastOptions = options
    const before = phase.getState()
    if (before.is === 'outside' || before.is === 'over') phase.set({ is: 'joining' })
    try {
      return await enter(options)
    } catch (error) {
      if (phase.getState().is === 'joining') phase.set({ is: 'outside' })
      throw error
    }
  }

  return {
    getState: phase.getState,
    subscribe: phase.subscribe,
    self,
    join,
    takeBack: async () => {
      if (!lastOptions) throw new ConnectionError('offline', false)
      await socket.open()
      return join(lastOptions)
    },
    leave: async () => {
      const now = phase.getState()
      over({ why: 'left' })
      if (now.is !== 'outside' && now.is !== 'over') await sayLeave()
    },
    setMedia: (media) => {
      const now = phase.getState()
      if (now.is === 'inside' || now.is === 'returning') phase.set({ ...now, media })
    },
    lobby,
    connectionChanged,
    restored,
    left,
    look,
    stop: () => cancelTimer(),
  }
}
