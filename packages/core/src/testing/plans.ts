import fc from 'fast-check'
import type { Actor } from '../actor.ts'
import type { Command } from '../conference/commands.ts'
import { MINUTE } from '../instant.ts'
import { Refusal } from '../refusal.ts'
import { ALICE, BOB, guest, join, KEY, LINE, Stage, T0, TIMER } from './given.ts'
import { floorCommands } from './plan-floor.ts'
import { peopleCommands } from './plan-people.ts'

const PEOPLE: Actor[] = [ALICE, BOB, guest('Li'), guest('Mei'), guest('Hong')]
const ACTORS: Actor[] = [
  ...PEOPLE,
  KEY,
  { is: 'token', level: 'host', userId: null, name: 'host' },
  { is: 'token', level: 'general', userId: BOB.userId, name: 'bob' },
]

type Step = { actor: number; act: number; whom: number; flag: boolean; waits: number }

const steps = fc.array(
  fc.record({
    actor: fc.nat(ACTORS.length - 1),
    // Most commands do nothing in an empty room.
    act: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.nat(499) }),
    whom: fc.nat(5),
    flag: fc.boolean(),
    waits: fc.constantFrom(0, 0, 1, 5_000, 61_000, 130_000, 20 * MINUTE),
  }),
  { minLength: 1, maxLength: 60, size: 'max' },
)

/** Any command by anybody on anybody, in any order. */
function commandOf(stage: Stage, { actor, act, whom, flag }: Step): [Actor, Command] {
  const by = ACTORS[actor] ?? ALICE
  const people = Object.values(stage.conference?.people ?? {})
  const person = people[whom % Math.max(1, people.length)]
  const ids = person && flag ? [person.id] : undefined
  const line = (['up', 'down', 'closing'] as const)[whom % 3] ?? 'up'
  const commands: Command[] = [
    join({ name: 'name' in by ? by.name : 'x', proof: flag ? 'guest' : 'host', media: whom % 2 === 0 }),
    join({ name: 'x', proof: flag ? 'none' : 'wrong' }),
    { type: 'Leave', params: {} },
    { type: 'Mute', params: ids ? { ids } : {} },
    { type: 'Unmute', params: ids ? { ids } : {} },
    { type: 'MuteAll', params: { mayUnmute: flag } },
    { type: 'UnmuteAll', params: {} },
    { type: 'CloseCamera', params: ids ? { ids } : {} },
    { type: 'OpenCamera', params: ids ? { ids } : {} },
    { type: 'Remove', params: { ids: ids ?? [], ban: whom % 2 === 0 } },
    { type: 'Rename', params: { ...(person && flag ? { id: person.id } : {}), name: `n${whom}` } },
    { type: 'ChangeSettings', params: { changes: { locked: flag } } },
    { type: 'ProlongRun', params: { minutes: whom * 100 } },
    { type: 'StartRun', params: { proof: flag ? 'host' : 'none' } },
    { type: 'EndRun', params: {} },
    { type: 'CancelConference', params: { endRun: flag } },
    {
      type: 'NoteConnection',
      params: {
        participantId: person?.id ?? ('x' as never),
        generation: (person?.generation ?? 1) - (whom === 5 ? 1 : 0),
        line,
      },
    },
    {
      type: 'NoteMedia',
      params: {
        participantId: person?.id ?? ('x' as never),
        epoch: whom === 4 ? 9 : 1,
        mediaState: flag ? 'up' : 'lost',
      },
    },
    { type: 'Tick', params: {} },
    ...peopleCommands(people, person, { whom, flag }),
    ...floorCommands(people, person, { whom, flag }),
  ]
  const command = commands[act % commands.length] ?? commands[0]!
  const system =
    command.type === 'NoteConnection' || command.type === 'Tick' || (command.type === 'NoteMedia' && whom < 3)
  return [system && flag ? (command.type === 'Tick' ? TIMER : LINE) : system ? LINE : by, command]
}

function play(stage: Stage, plan: readonly Step[], check: (stage: Stage) => void): void {
  for (const step of plan) {
    stage.now += step.waits
    const [actor, command] = commandOf(stage, step)
    try {
      stage.refusal(actor, command)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
    check(stage)
  }
}

function stages(): Stage[] {
  return [
    Stage.booked({ reopenable: true }),
    Stage.booked({ prolongMinutes: 0 }, { minutes: 30 }),
    Stage.booked({}, { start: T0 + 2 * MINUTE, minutes: 10 }),
    Stage.booked({}, { minutes: null }),
    Stage.booked({ waitingRoom: true, hostSuccession: 'anyone', reopenable: true }, { minutes: 30 }),
    Stage.booked({ waitingRoom: true, participantsMayInvite: true, maxParticipants: 3 }, { minutes: null }),
  ]
}

/**
 * Calls `check` after every step of any commands by anybody on anybody, in any order. `seed`: always the same plans, for who has
 * to see every kind of event among them.
 */
export function forAllPlans(check: (stage: Stage) => void, { seed }: { seed?: number } = {}): void {
  fc.assert(
    fc.property(fc.nat(5), steps, (which, plan) => play(stages()[which]!, plan, check)),
    { numRuns: 200, ...(seed === undefined ? {} : { seed }) },
  )
}
