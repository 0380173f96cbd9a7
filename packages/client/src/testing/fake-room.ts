import type { MemberView, Signal, SignalFrame } from '@parley/protocol'
import type { ConferencePhase } from '../conference/phase.ts'
import type { Report } from '../conference/reporter.ts'
import { createMesh, type Mesh } from '../mesh/mesh.ts'
import type { LocalTracks } from '../mesh/rtc.ts'
import { emptyMirror } from '../mirror/state.ts'
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
}

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
    }: { tracks?: LocalTracks; watching?: boolean; resumed?: boolean; listed?: boolean } = {},
  ): Page => {
    const self = idOf(n)
    const { media } = aJoin()
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
          own.add(this as unknown as FakePeerConnection)
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
    const mesh = createMesh({
      conference: {
        getState: phase.getState,
        subscribe: phase.subscribe,
        mirror,
        signal: async (to, signal) => {
          sent.push({ to, signal })
          const run = () => listeners.get(to)?.({ confId: '1', from: self, epoch: 1, ...signal })
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
      onError: (error) => errors.push(error),
    })
    if (!watching) mesh.setLocal(tracks ?? { audio: fakeTrack('audio'), video: fakeTrack('video') })
    const page: Page = {
      n,
      mesh,
      made: () => [...own],
      open: () => [...own].filter((pc) => pc.signalingState !== 'closed'),
      sent,
      reports,
      errors,
      phase,
    }
    pages.set(n, page)
    return page
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
    hold: () => {
      holding = true
    },
    release: (order: (queue: typeof relay) => typeof relay = (queue) => queue) => {
      holding = false
      for (const { run } of order(relay.splice(0))) run()
    },
  }
}
