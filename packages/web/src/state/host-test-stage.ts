import { type Client, type Conference, type MirrorState, RpcError, type SessionState } from '@parley/client'
import type { ConferenceView, MemberView } from '@parley/protocol'
import { conference, member } from './fixtures.ts'
import { createHostPowers } from './host.ts'
import { createManualClock } from './manual-clock.ts'
import { createPanels } from './panels.ts'
import { createAttempt } from './room-context.ts'
import { createStore } from './store.ts'
import type { News } from './toasts.ts'

/** For tests: a meeting whose server answers as told, and everything the page asked and said. */
export function hostStage({
  me = 'me',
  members = [
    member({ memberId: 'me', displayName: 'Me', role: 'chair' }),
    member({ memberId: 'a', displayName: 'Ann' }),
  ],
  view = {},
  session = { is: 'signed-out', why: 'never' } as SessionState,
}: {
  me?: string
  members?: readonly MemberView[]
  view?: Partial<ConferenceView>
  session?: SessionState
} = {}) {
  const clock = createManualClock()
  const byId = (all: readonly MemberView[]) => new Map(all.map((one) => [one.memberId, one]))
  const store = createStore<MirrorState>({
    confId: '123456789',
    version: 1,
    fresh: true,
    conference: conference({ chairMemberId: 'me', ...view }),
    members: byId(members),
    speaker: { active: null, speakers: [] },
    chat: [],
    quality: new Map(),
    captions: [],
  })
  const calls: unknown[][] = []
  const answers = new Map<string, unknown>()
  const meeting = new Proxy(
    { confId: '123456789', mirror: { getState: store.get, subscribe: store.subscribe } } as Record<
      string,
      unknown
    >,
    {
      get: (target, name: string) =>
        target[name] ??
        (async (...args: unknown[]) => {
          calls.push([name, ...args])
          const answer = answers.get(name)
          if (answer instanceof Error) throw answer
          return answer ?? { version: 2 }
        }),
    },
  ) as unknown as Conference
  const asked: unknown[] = []
  const client = {
    session: { getState: () => session },
    rpc: {
      call: async (...args: unknown[]) => {
        asked.push(args)
        const answer = answers.get(String(args[0]))
        if (answer instanceof Error) throw answer
        return answer
      },
    },
  } as unknown as Client
  const told: News[] = []
  const dropped: string[] = []
  const rung: number[] = []
  const tell = (news: News) => {
    told.push(news)
  }
  const panels = createPanels()
  const host = createHostPowers(
    {
      client,
      conference: meeting,
      clock,
      me: () => me,
      tell,
      attempt: createAttempt(tell),
      drop: (question) => dropped.push(question),
      ring: () => rung.push(clock.now()),
    },
    panels,
  )
  /** The server tells: the meeting is like this now, and the page has drawn it. */
  const becomes = async (change: Partial<ConferenceView>, people?: readonly MemberView[]) => {
    store.update((state) => ({
      ...state,
      conference: state.conference && { ...state.conference, ...change },
      members: people ? byId(people) : state.members,
    }))
    await clock.advance(20)
  }
  const refuses = (name: string, code: number) => answers.set(name, new RpcError(code))
  const said = () => told.map(({ message }) => message)
  return { host, panels, clock, calls, asked, answers, refuses, told, said, dropped, rung, becomes }
}
