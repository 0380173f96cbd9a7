import type { Actor } from '../actor.ts'
import type { Command, Proof } from '../conference/commands.ts'
import { type Decision, decide } from '../conference/decide.ts'
import type { EventType, Unpositioned } from '../conference/events.ts'
import { DEFAULT_POLICIES, type Policies } from '../conference/policies.ts'
import type { Settings } from '../conference/settings.ts'
import type { Conference, Participant } from '../conference/state.ts'
import {
  type CommandId,
  type ConferenceId,
  type GuestId,
  HOME_TENANT,
  type ParticipantId,
  type TenantId,
  type UserId,
} from '../ids.ts'
import { createSequentialIds } from '../memory/ids.ts'
import { Refusal, type RefusalCode } from '../refusal.ts'

export const T0 = 1_790_000_000_000

export const ALICE: Extract<Actor, { is: 'user' }> = user('alice', '1000001')
export const BOB: Extract<Actor, { is: 'user' }> = user('bob', '1000002')
export const TIMER: Actor = { is: 'system', name: 'timer' }
export const LINE: Actor = { is: 'system', name: 'connection' }
export const KEY: Actor = { is: 'key', keyId: 'k1', name: 'API key' }

export function user(
  account: string,
  number: string,
  tenantId: TenantId = HOME_TENANT,
): Extract<Actor, { is: 'user' }> {
  return {
    is: 'user',
    userId: `u-${account}` as UserId,
    tenantId,
    name: account,
    account,
    number,
    admin: false,
  }
}

export function guest(name: string): Extract<Actor, { is: 'guest' }> {
  return { is: 'guest', guestId: `w-${name}` as GuestId, name, number: '9001' }
}

/** A conference on which a test gives what happened, does something and looks at what came of it. */
export class Stage {
  conference: Conference | null = null
  readonly log: Unpositioned[] = []
  now = T0
  policies: Policies = DEFAULT_POLICIES
  readonly #ids = createSequentialIds()

  /** A booked conference of Alice's; starts at once unless `start` says otherwise. */
  static booked(
    settings: Partial<Settings> = {},
    plan: {
      start?: number | null
      minutes?: number | null
      people?: Participant[]
      policies?: Policies
    } = {},
  ): Stage {
    const stage = new Stage()
    stage.policies = plan.policies ?? DEFAULT_POLICIES
    stage.does(ALICE, {
      type: 'ScheduleConference',
      params: {
        title: 'Weekly',
        start: plan.start ?? null,
        minutes: plan.minutes === undefined ? 60 : plan.minutes,
        owner: { userId: ALICE.userId, name: 'Alice', account: 'alice', number: '1000001' },
        settings,
        people: plan.people ?? [],
        sealed: { hostPassword: 's1', guestPassword: 's2', linkPassword: 's3', linkLookup: 'l', renewals: 0 },
      },
    })
    return stage
  }

  /** Does the command and keeps what it caused; answers the names of the events. */
  does(actor: Actor, command: Command): EventType[] {
    return this.decide(actor, command).events.map(({ type }) => type)
  }

  decide(actor: Actor, command: Command): Decision {
    const before = this.conference
    const given = JSON.stringify(before)
    let decision: Decision | undefined
    let refused: unknown
    try {
      decision = decide(command, before, {
        conferenceId: '900123456' as ConferenceId,
        tenantId: HOME_TENANT,
        commandId: 'c' as CommandId,
        actor,
        via: 'rpc',
        now: this.now,
        draw: this.#ids,
        policies: this.policies,
        traceparent: null,
      })
    } catch (error) {
      refused = error
    }
    if (JSON.stringify(before) !== given) throw new Error('deciding changed the state it was given')
    if (!decision) throw refused
    this.conference = decision.conference
    this.log.push(...decision.events)
    return decision
  }

  /** The code with which the command is refused; it must leave no trace. */
  refusal(actor: Actor, command: Command): RefusalCode | null {
    const before = JSON.stringify(this.conference)
    try {
      this.decide(actor, command)
      return null
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (JSON.stringify(this.conference) !== before) throw new Error('a refused command left a trace')
      return error.code
    }
  }

  joins(
    actor: Actor,
    given: { name?: string; proof?: Proof; media?: boolean; micOff?: boolean } = {},
  ): Participant {
    const { answer } = this.decide(actor, join({ name: 'name' in actor ? actor.name : '', ...given }))
    return this.person(answer.participantId)
  }

  person(id: ParticipantId | undefined): Participant {
    const person = id ? this.conference?.people[id] : undefined
    if (!person) throw new Error(`no participant ${id}`)
    return person
  }

  named(name: string): Participant {
    const person = Object.values(this.conference?.people ?? {}).find((one) => one.name === name)
    if (!person) throw new Error(`nobody is called ${name}`)
    return person
  }

  tick(atMs = this.now): EventType[] {
    this.now = atMs
    return this.does(TIMER, { type: 'Tick', params: {} })
  }

  line(person: Participant, line: 'up' | 'down' | 'closing'): EventType[] {
    return this.does(LINE, {
      type: 'NoteConnection',
      params: { participantId: person.id, generation: person.generation, line },
    })
  }

  get run() {
    if (this.conference?.state !== 'running') throw new Error('no run')
    return this.conference.run
  }
}

export function join(given: {
  name: string
  proof?: Proof
  media?: boolean
  micOff?: boolean
}): Extract<Command, { type: 'Join' }> {
  const has = given.media ?? true
  return {
    type: 'Join',
    params: {
      proof: given.proof ?? 'guest',
      name: given.name,
      device: 'desktop',
      media: { audio: has, video: has },
      micOff: given.micOff ?? false,
      cameraOff: false,
    },
  }
}
