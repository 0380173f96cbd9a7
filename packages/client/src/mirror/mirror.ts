import type {
  ConferenceEvent,
  ConferenceSnapshot,
  ReadEvent,
  SkipFrame,
  UnknownEvent,
} from '@parley/protocol'
import type { Clock } from '../platform.ts'
import { createStore, type Store } from '../store.ts'
import { createChanges, type MirrorChange } from './changes.ts'
import { createEventListeners, type OnEvent } from './listeners.ts'
import { applyEvent, applySignal, atVersion } from './reduce.ts'
import { createAssembly } from './snapshots.ts'
import { emptyMirror, type MirrorState, silence } from './state.ts'

/** A live conference, rebuilt here exactly as the server has it. */
export type Mirror = Store<MirrorState> & {
  /** Every change from now on, once and in order, until the conference is no longer followed. */
  events(): AsyncIterable<MirrorChange>
  /** Each applied event of one type from now on, once and in order, when the state has it already. */
  on: OnEvent
}

/** The side that feeds it. */
export type MirrorFeed = Mirror & {
  /** Frames that came together; readers see their common result. Null: one of this conference that could not be read. */
  receive(...events: (ReadEvent | null)[]): void
  snapshot(frame: ConferenceSnapshot): void
  /** The server says it stands at `version` and has sent everything up to it. */
  expect(version: number): void
  /** The connection was lost: until `expect`, what is shown may be old and nothing is asked for. */
  suspend(): void
  end(): void
}

/** Asks the server for what is missing: events after `lastVersion`, or a snapshot (null). Frames follow the answer. */
export type Heal = (lastVersion: number | null) => Promise<{ version: number; complete: boolean }>

type Stored = ConferenceEvent | UnknownEvent | SkipFrame

const healTimeoutMs = 5_000
/** After a refusal: not once per event that arrives meanwhile. */
const healAgainMs = 2_000
/** What came early is kept so that healing needs no second copy; more than this is simply asked for again. */
const maxEarly = 1_000

const firstOf = (event: Stored): number =>
  event.type === 'skip' ? (event.fromVersion ?? event.version) : event.version

export const createMirror = ({
  confId,
  clock,
  heal,
}: {
  confId: string
  clock: Clock
  heal: Heal
}): MirrorFeed => {
  const store = createStore<MirrorState>(emptyMirror(confId))
  const changes = createChanges()
  const listeners = createEventListeners()
  const assembly = createAssembly()
  /** Stored events beyond a gap, by their first version. */
  let early = new Map<number, Stored>()
  /** The healing under way; a new object for each, so that an old one's late answer is recognised. */
  let healing: { target: number | null } | null = null
  let cancelTimer = (): void => undefined
  /** The connection is down or still replaying. */
  let suspended = false

  /** The state with one more frame, or null when the frame does not follow it directly. */
  const next = (state: MirrorState, event: Stored): MirrorState | null => {
    if (state.version === null || firstOf(event) > state.version + 1) return null
    if (event.version <= state.version) return state
    if (event.type === 'skip' || event.type === 'unknown') return atVersion(state, event.version)
    return applyEvent(state, event)
  }

  const advance = (state: MirrorState, event: Stored, applied: MirrorChange[]): MirrorState | null => {
    const after = next(state, event)
    if (after && after !== state && event.type !== 'skip' && event.type !== 'unknown')
      applied.push({ kind: 'event', event, before: state })
    return after
  }

  const drain = (from: MirrorState, applied: MirrorChange[]): MirrorState => {
    let state = from
    for (const first of [...early.keys()].sort((a, b) => a - b)) {
      const event = early.get(first)
      const after = event && advance(state, event, applied)
      if (!after) break
      early.delete(first)
      state = after
    }
    return state
  }

  const tell = (change: MirrorChange) => {
    changes.push(change)
    if (change.kind === 'event') listeners.tell(change.event)
  }

  const settle = (state: MirrorState, applied: MirrorChange[]) => {
    if (healing && healing.target !== null && state.version !== null && state.version >= healing.target)
      stopHealing()
    const fresh = !suspended && healing === null && early.size === 0 && state.version !== null
    store.set(fresh === state.fresh ? state : { ...state, fresh })
    for (const change of applied) tell(change)
    if (early.size > 0) startHealing(store.getState().version)
  }

  const stopHealing = () => {
    healing = null
    cancelTimer()
  }

  const startHealing = (lastVersion: number | null) => {
    if (healing || suspended) return
    const mine: { target: number | null } = { target: null }
    healing = mine
    const state = store.getState()
    if (state.fresh) store.set({ ...state, fresh: false })
    heal(lastVersion).then(
      ({ version, complete }) => {
        if (healing !== mine) return
        mine.target = version
        const known = store.getState().version
        if (known !== null && known > version && !complete) forget()
        cancelTimer = clock.after(healTimeoutMs, () => {
          if (healing !== mine) return
          stopHealing()
          startHealing(null)
        })
        settle(store.getState(), [])
      },
      () => {
        if (healing !== mine) return
        cancelTimer = clock.after(healAgainMs, () => {
          healing = null
          if (early.size > 0) startHealing(store.getState().version)
        })
      },
    )
  }

  /** For a server that is behind us: an older copy was restored there, and its truth counts, not ours. */
  const forget = () => {
    early = new Map()
    store.set({ ...store.getState(), version: null, fresh: false })
  }

  const receive = (event: ReadEvent | null) => {
    const state = store.getState()
    if (event === null) {
      // Asking for the same event again would bring the same unreadable frame: only a snapshot helps.
      startHealing(null)
      return
    }
    if ('ephemeral' in event) {
      if (state.version === null) return
      store.set(applySignal(state, event))
      tell({ kind: 'event', event, before: state })
      return
    }
    const applied: MirrorChange[] = []
    const after = advance(state, event, applied)
    if (!after) {
      if (early.size >= maxEarly) early = new Map()
      early.set(firstOf(event), event)
      settle(state, applied)
    } else if (after !== state || early.size > 0) settle(drain(after, applied), applied)
  }

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    events: () => changes.read(),
    on: listeners.on,
    receive: (...events) => store.batch(() => events.forEach(receive)),
    snapshot: (frame) => {
      const whole = assembly.add(frame)
      const state = store.getState()
      if (!whole || (state.version !== null && whole.version < state.version)) return
      const applied: MirrorChange[] = [{ kind: 'snapshot', version: whole.version }]
      const taken: MirrorState = {
        confId,
        version: whole.version,
        fresh: state.fresh,
        conference: whole.conference,
        members: new Map(whole.members.map((member) => [member.memberId, member])),
        speaker: whole.speaker ?? silence,
        chat: whole.chat ?? [],
        quality: new Map(whole.quality?.map((item) => [item.memberId, item])),
        captions: whole.conference.captions === null ? [] : state.captions,
      }
      if (healing) healing.target ??= whole.version
      settle(drain(taken, applied), applied)
    },
    expect: (version) => {
      suspended = false
      const state = store.getState()
      if (state.version === version) settle(state, [])
      else startHealing(state.version)
    },
    suspend: () => {
      suspended = true
      stopHealing()
      const state = store.getState()
      if (state.fresh) store.set({ ...state, fresh: false })
    },
    end: () => {
      stopHealing()
      changes.end()
    },
  }
}
