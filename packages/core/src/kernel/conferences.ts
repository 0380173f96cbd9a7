import { actorId } from '../actor.ts'
import type { Answer, Request } from '../conference/commands.ts'
import { decide } from '../conference/decide.ts'
import type { Recorded, Unpositioned } from '../conference/events.ts'
import { nextDue } from '../conference/next-due.ts'
import type { Policies } from '../conference/policies.ts'
import type { SignalDraft } from '../conference/signals.ts'
import type { Conference } from '../conference/state.ts'
import type { ConferenceId, TenantId } from '../ids.ts'
import { MINUTE } from '../instant.ts'
import type { Bus } from '../ports/bus.ts'
import type { Clock } from '../ports/clock.ts'
import type { Append, ConferenceStore, KeptAnswer } from '../ports/conference-store.ts'
import type { Ids } from '../ports/ids.ts'
import type { Probe } from '../push/probe.ts'
import { Refusal, refuse } from '../refusal.ts'
import { indexOf } from './index-of.ts'
import { type Loaded, LoadedStates } from './loaded-states.ts'
import { createSignalGate } from './signal-gate.ts'

export type KernelParts = {
  store: ConferenceStore
  bus: Bus
  clock: Clock
  ids: Ids
  policies: Policies
  tenantId: TenantId
  /** Faults that belong to no caller. */
  onError: (error: unknown, context: { stage: string }) => void
  probe?: Probe
  /**
   * Calls `work` when everything that has arrived by now was handed in, so that it shares one transaction: Node's
   * `setImmediate`. Default: at the end of the running code.
   */
  gather?: (work: () => void) => void
}

/** The one door in: every surface, timer and gateway report is a `Request` handed to `execute`. */
export interface Conferences {
  /**
   * Decides and keeps a command. Resolves when it is durable; rejects with a `Refusal` when it was refused and
   * left no trace, or with another error when its fate is unknown.
   */
  execute(request: Request): Promise<Answer>
  /** The state now; null for an unknown conference. Do not change it. */
  state(id: ConferenceId): Promise<Conference | null>
  /** As `state`, refusing with `no-conference`. */
  get(id: ConferenceId): Promise<Conference>
  /** Resolves when nothing is under way any more. */
  drain(): Promise<void>
}

type Waiting = {
  request: Request
  resolve: (answer: Answer) => void
  reject: (error: unknown) => void
  /** How often another node was faster. */
  beaten: number
}
type Decided = {
  waiting: Waiting
  append: Append
  conference: Conference
  answer: Answer
  signals: readonly SignalDraft[]
  /** Repetitions and no-ops: they answer when this command does, and are decided again when it is. */
  followers: Follower[]
}
type Follower = { waiting: Waiting; answer: Answer; signals: readonly SignalDraft[] }

/** Then the caller is told of the conflict. */
const MOST_BEATEN = 20
const ANSWER_LIFE_MS = 10 * MINUTE
/** A snapshot is due after this many events, or as many as there are people: reading back stays short, writing linear. */
const SNAPSHOT_EVERY = 50

/** Commands of one tick share a transaction, each with its own answer; conferences are independent of each other. */
export function createConferences(parts: KernelParts): Conferences {
  const { store, bus, clock, ids, policies, tenantId, onError, probe, gather = queueAtOnce } = parts
  const loaded = new LoadedStates(store)
  const gate = createSignalGate(clock)
  let waiting: Waiting[] = []
  let running: Promise<void> | null = null

  function execute(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject, beaten: 0 })
      running ??= work()
    })
  }

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      await new Promise<void>((resolve) => gather(resolve))
      const batch = waiting
      waiting = []
      try {
        await workOff(batch)
      } catch (error) {
        onError(error, { stage: 'execute' })
        for (const { reject } of batch) reject(error)
      }
    }
    running = null
  }

  async function workOff(batch: Waiting[]): Promise<void> {
    const states = await loaded.load(batch.map(({ request }) => request.conferenceId))
    const kept = await keptAnswers(batch)
    const decided: Decided[] = []
    /** States as the earlier commands of this batch leave them. */
    const ahead = new Map<ConferenceId, Conference>()
    const inBatch = new Map<string, Decided>()
    for (const item of batch) {
      const { request } = item
      const scope = `${request.actor.is}:${actorId(request.actor)}`
      const key = request.idempotencyKey === undefined ? null : `${scope} ${request.idempotencyKey}`
      try {
        const fingerprint = key === null ? '' : fingerprintOf(request)
        const before = key === null ? undefined : (kept.get(key) ?? inBatch.get(key)?.append.answer)
        if (before) {
          if (before.fingerprint !== fingerprint) refuse('conflict', 'the key was used for another request')
          const first = key === null ? undefined : inBatch.get(key)
          if (first) first.followers.push({ waiting: item, answer: first.answer, signals: [] })
          else item.resolve(JSON.parse(before.answer) as Answer)
          continue
        }
        const state = ahead.get(request.conferenceId) ?? states.get(request.conferenceId)?.conference ?? null
        const decision = decide(request, state, {
          conferenceId: request.conferenceId,
          tenantId,
          commandId: request.id,
          actor: request.actor,
          via: request.via,
          now: clock.now(),
          draw: ids,
          policies,
          traceparent: request.traceparent ?? null,
        })
        // Told once, live: no part of what is kept, and a repetition does not tell it again.
        const { signals = [], ...given } = decision.answer
        if (decision.events.length === 0) {
          // Nothing to keep, but the answer tells of a state that may still be on its way to the disk.
          const last = decided.findLast((other) => other.append.conferenceId === request.conferenceId)
          if (last) last.followers.push({ waiting: item, answer: given, signals })
          else {
            tell(request.conferenceId, signals)
            item.resolve(given)
          }
          continue
        }
        const answer: KeptAnswer | undefined =
          request.idempotencyKey === undefined
            ? undefined
            : {
                scope,
                key: request.idempotencyKey,
                fingerprint,
                answer: JSON.stringify(given),
                expiresAt: clock.now() + ANSWER_LIFE_MS,
              }
        const append: Append = {
          conferenceId: request.conferenceId,
          expectedRevision: state?.revision ?? 0,
          events: decision.events,
          index: indexOf(decision.conference, nextDue(decision.conference, policies)),
          snapshot: snapshotDue(states.get(request.conferenceId), decision.conference, decision.events)
            ? decision.conference
            : null,
          ...(answer ? { answer } : {}),
        }
        const one: Decided = {
          waiting: item,
          append,
          conference: decision.conference,
          answer: given,
          signals,
          followers: [],
        }
        decided.push(one)
        if (key !== null) inBatch.set(key, one)
        ahead.set(request.conferenceId, decision.conference)
      } catch (error) {
        if (!(error instanceof Refusal)) onError(error, { stage: 'decide' })
        item.reject(error)
      }
    }
    if (decided.length > 0) await keep(decided)
  }

  async function keep(decided: Decided[]): Promise<void> {
    let results: Awaited<ReturnType<ConferenceStore['commit']>>
    try {
      results = await store.commit(decided.map(({ append }) => append))
    } catch (error) {
      // Kept or not: unknown. What is in memory may be behind, so it is read again.
      for (const one of decided) {
        loaded.forget(one.append.conferenceId)
        for (const { reject } of everyone(one)) reject(error)
      }
      onError(error, { stage: 'commit' })
      return
    }
    if (probe) await probe('command.committed')
    const again: Waiting[] = []
    decided.forEach((one, at) => {
      const result = results[at]
      const { conferenceId, events } = one.append
      if (result?.ok) {
        const recorded = events.map(
          (event, index) => ({ ...event, position: result.position + index }) as Recorded,
        )
        loaded.moveOn(conferenceId, one.conference, one.append.snapshot !== null)
        publish(conferenceId, one.conference, recorded)
        for (const { waiting: asked, answer, signals } of [one, ...one.followers]) {
          tell(conferenceId, signals)
          asked.resolve(answer)
        }
      } else if (result?.why === 'conflict' && one.waiting.beaten < MOST_BEATEN) {
        loaded.forget(conferenceId)
        again.push(...everyone(one).map((item) => ({ ...item, beaten: item.beaten + 1 })))
      } else {
        loaded.forget(conferenceId)
        const refusal = new Refusal(
          result?.why === 'link-taken' ? 'link-taken' : 'conflict',
          result?.why ?? 'not kept',
        )
        for (const { reject } of everyone(one)) reject(refusal)
      }
    })
    // Another node was faster: decide again on what is true now.
    waiting.unshift(...again)
  }

  function publish(conferenceId: ConferenceId, conference: Conference, events: Recorded[]): void {
    const last = events.at(-1)
    if (last) bus.publish({ conferenceId, revision: conference.revision, position: last.position, events })
  }

  /** After what was recorded together with it: who hears of a reaction knows the person. */
  function tell(conferenceId: ConferenceId, signals: readonly SignalDraft[]): void {
    for (const draft of signals)
      if (gate.passes(conferenceId, draft)) bus.signal({ ...draft, conferenceId, at: clock.now() })
  }

  async function keptAnswers(batch: Waiting[]): Promise<Map<string, KeptAnswer>> {
    const found = new Map<string, KeptAnswer>()
    for (const { request } of batch) {
      if (request.idempotencyKey === undefined) continue
      const scope = `${request.actor.is}:${actorId(request.actor)}`
      const answer = await store.keptAnswer(scope, request.idempotencyKey, clock.now())
      if (answer) found.set(`${scope} ${request.idempotencyKey}`, answer)
    }
    return found
  }

  function snapshotDue(
    before: Loaded | undefined,
    conference: Conference,
    events: readonly Unpositioned[],
  ): boolean {
    if (
      conference.state === 'closed' ||
      events.some(({ type }) => type === 'ConferenceScheduled' || type === 'RunEnded')
    )
      return true
    const people = Object.keys(conference.people).length
    return conference.revision - (before?.snapshotRevision ?? 0) >= Math.max(SNAPSHOT_EVERY, people)
  }

  async function state(id: ConferenceId): Promise<Conference | null> {
    return (await loaded.load([id])).get(id)?.conference ?? null
  }

  return {
    execute,
    state,
    async get(id) {
      return (await state(id)) ?? refuse('no-conference', 'there is no such conference')
    },
    async drain() {
      while (running) await running
    },
  }
}

function queueAtOnce(work: () => void): void {
  void Promise.resolve().then(work)
}

function everyone({ waiting, followers }: Decided): Waiting[] {
  return [waiting, ...followers.map((follower) => follower.waiting)]
}

function fingerprintOf(request: Request): string {
  return request.fingerprint ?? JSON.stringify([request.type, request.conferenceId, request.params])
}
