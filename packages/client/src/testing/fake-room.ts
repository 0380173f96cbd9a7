import type { MemberView, Signal, SignalFrame } from '@parley/protocol'
import type { ConferencePhase } from '../conference/phase.ts'
import type { Report } from '../conference/reporter.ts'
import { createMesh, type Mesh } from '../mesh/mesh.ts'
import type { LocalTracks } from '../mesh/rtc.ts'
import { emptyMirror, type MirrorState } from '../mirror/state.ts'
import { createStore } from '../store.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeRtc, type FakePeerConnection, fakeTrack } from './fake-rtc.ts'
import { aJoin, aMember, idOf } from './views.ts'

export type Page = {
  n: number
  mesh: Mesh
  made: () => FakePeerConnection[]
  open: () => FakePeerConnection[]
  sent: { to: string; signal: Signal }[]
  reports: Report[]
  errors: unknown[]
  phase: ReturnType<typeof createStore<ConferencePhase>>
  /** What this page knows; stands still while it is cut off. */
  mirror: ReturnType<typeof createStore<MirrorState>>
  /** No packet passes between this page and anybody. */
  cut: boolean
}

/** As Chromium has it: so long without a word until a connection is called disconnected, and failed. */
export const iceTimes = { disconnectedMs: 5_000, failedMs: 15_000, healMs: 300 } as const

/** A room: one mirror for all, and a relay of signals that can lose and delay them. */
export const createRoom = (random: () => number = Math.random) => {
  const clock = createFakeClock()
  const { rtc, made } = createFakeRtc()
  const mirror = createStore({ ...emptyMirror('1'), version: 1 })
  const listeners = new Map<string, (frame: SignalFrame) => void>()
  const pages = new Map<number, Page>()
  let lose: (from: string, signal: Signal) => boolean = () => false
  const relay: { run: () => void }[] = []
  let holding = false

  const setMembers = (change: (members: Map<string, MemberView>) => void) => {
    const members = new Map(mirror.getState().members)
    change(members)
    mirror.set({ ...mirror.getState(), members })
  }

  const enter = (
    n: number,
    {
      tracks,
      watching = false,
      resumed = false,
      listed = true,
      policy,
      maxWatchers = 12,
    }: {
      tracks?: LocalTracks
      watching?: boolean
      resumed?: boolean
      listed?: boolean
      policy?: RTCIceTransportPolicy
      maxWatchers?: number
    } = {},
  ): Page => {
    const self = idOf(n)
    const { media: given } = aJoin()
    const media = given.driver === 'mesh' ? { ...given, maxWatchers } : given
    const phase = createStore<ConferencePhase>({ is: 'inside', memberId: self, media, resumed, watching })
    const sent: Page['sent'] = []
    const reports: Report[] = []
    const errors: unknown[] = []
    const own = new Set<FakePeerConnection>()
    const counted = {
      ...rtc,
      RTCPeerConnection: class extends rtc.RTCPeerConnection {
        constructor(configuration: RTCConfiguration) {
          super(configuration)
          const fake = this as unknown as FakePeerConnection
          fake.cut = page.cut
          own.add(fake)
        }
      },
    }
    if (listed)
      setMembers((members) => {
        const before = members.get(self)
        members.set(
          self,
          aMember(n, {
            media: { audio: !watching, video: !watching },
            joinCount: (before?.joinCount ?? 0) + 1,
          }),
        )
      })
    const view = createStore(mirror.getState())
    const page: Omit<Page, 'mesh'> & { mesh?: Mesh } = {
      n,
      made: () => [...own],
      open: () => [...own].filter((pc) => pc.signalingState !== 'closed'),
      sent,
      reports,
      errors,
      phase,
      mirror: view,
      cut: false,
    }
    mirror.subscribe(() => {
      if (!page.cut) view.set(mirror.getState())
    })
    const mesh = createMesh({
      conference: {
        getState: phase.getState,
        subscribe: phase.subscribe,
        mirror: view,
        signal: async (to, signal) => {
          if (phase.getState().is !== 'inside') return false
          sent.push({ to, signal })
          const run = () => {
            if (!pages.get(Number.parseInt(to, 16))?.cut)
              listeners.get(to)?.({ confId: '1', from: self, epoch: 1, ...signal })
          }
          // Into the void, and nobody knows it yet.
          if (page.cut) return true
          const reached = listeners.has(to) && !lose(self, signal)
          if (reached) {
            if (holding) relay.push({ run })
            else queueMicrotask(run)
          }
          return reached
        },
        onSignal: (listener) => {
          listeners.set(self, listener)
          return () => {
            if (listeners.get(self) === listener) listeners.delete(self)
          }
        },
        reportMedia: (report) => reports.push(report),
      },
      rtc: counted,
      platform: { ...clock, random },
      iceTransportPolicy: policy,
      onError: (error) => errors.push(error),
    })
    const whole: Page = Object.assign(page, { mesh })
    if (!watching) mesh.setLocal(tracks ?? { audio: fakeTrack('audio'), video: fakeTrack('video') })
    pages.set(n, whole)
    return whole
  }

  return {
    clock,
    made,
    mirror,
    setMembers,
    enter,
    update: (n: number, patch: Partial<MemberView>) =>
      setMembers((members) => {
        members.set(idOf(n), { ...(members.get(idOf(n)) ?? aMember(n)), ...patch })
      }),
    losing: (rule: typeof lose) => {
      lose = rule
    },
    tell: (from: number, to: number, signal: Signal) =>
      listeners.get(idOf(to))?.({ confId: '1', from: idOf(from), epoch: 1, ...signal }),
    /** The page is gone without a word, as in a crash or reload. */
    crash: (page: Page) => {
      listeners.delete(idOf(page.n))
      for (const pc of page.open()) pc.onconnectionstatechange = null
      page.phase.set({ is: 'outside' })
      page.mesh.close()
      page.sent.length = 0
    },
    /** The page's network is gone: nothing passes, and both ends notice as late as a browser does. */
    cut: (page: Page) => {
      page.cut = true
      for (const pc of page.open()) pc.cut = true
      const silence = (state: RTCPeerConnectionState, from: RTCPeerConnectionState[]) => () => {
        if (!page.cut) return
        for (const pc of page.open())
          for (const end of [pc, pc.other()]) if (end && from.includes(end.connectionState)) end.become(state)
      }
      clock.after(iceTimes.disconnectedMs, silence('disconnected', ['connected']))
      clock.after(iceTimes.failedMs, silence('failed', ['connected', 'disconnected']))
    },
    /** The network is back. What has not failed heals by itself; the page learns what it missed. */
    mend: (page: Page) => {
      page.cut = false
      for (const pc of page.open()) pc.cut = false
      page.mirror.set(mirror.getState())
      clock.after(iceTimes.healMs, () => {
        for (const pc of page.open())
          if (['disconnected', 'new'].includes(pc.connectionState) && pc.other()?.other() === pc)
            for (const end of [pc, pc.other()])
              if (end?.connectionState !== 'failed') end?.become('connected')
      })
    },
    hold: () => {
      holding = true
    },
    release: (order: (queue: typeof relay) => typeof relay = (queue) => queue) => {
      holding = false
      for (const { run } of order(relay.splice(0))) run()
    },
  }
}
