import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../actor.ts'
import { MINUTE, SECOND } from '../instant.ts'
import { fold } from '../kernel/fold.ts'
import { Refusal } from '../refusal.ts'
import { ALICE, BOB, guest, join, KEY, LINE, Stage, T0, TIMER } from '../testing/given.ts'
import type { Command } from './commands.ts'
import { nextDue } from './next-due.ts'
import { isInside } from './state.ts'

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
    act: fc.nat(18),
    whom: fc.nat(5),
    flag: fc.boolean(),
    waits: fc.constantFrom(0, 0, 1, 5_000, 61_000, 130_000, 20 * MINUTE),
  }),
  { minLength: 1, maxLength: 60 },
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
    { type: 'ChangeSettings', params: { locked: flag } },
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
  ]
  const command = commands[act] ?? commands[0]!
  const system = command.type === 'NoteConnection' || command.type === 'Tick'
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
  ]
}

function forAllPlans(check: (stage: Stage) => void): void {
  fc.assert(
    fc.property(fc.nat(3), steps, (which, plan) => play(stages()[which]!, plan, check)),
    { numRuns: 300 },
  )
}

describe('any commands in any order', () => {
  it('[L1] [L2] [L3] the fold of the log is the state, without a gap, and what is refused leaves no trace', () => {
    forAllPlans((stage) => {
      expect(fold(null, stage.log)).toEqual(stage.conference)
      expect(JSON.parse(JSON.stringify(stage.conference))).toEqual(stage.conference)
      expect(stage.log.map(({ revision }) => revision)).toEqual(stage.log.map((_, at) => at + 1))
    })
  })

  it('[P4] each stay has one join and at most one leave, in this order', () => {
    forAllPlans((stage) => {
      const inside = new Set<string>()
      for (const event of stage.log) {
        if (event.type === 'ParticipantJoined') {
          expect(inside.has(event.data.participantId)).toBe(false)
          inside.add(event.data.participantId)
        }
        if (event.type === 'ParticipantLeft') expect(inside.delete(event.data.participantId)).toBe(true)
        if (event.type === 'RunEnded') expect(inside.size).toBe(0)
      }
      const people = Object.values(stage.conference!.people).filter(isInside)
      expect(new Set(people.map(({ id }) => id))).toEqual(inside)
    })
  })

  it('[P5] occupied and vacated alternate around the stays', () => {
    forAllPlans((stage) => {
      let occupied = false
      let inside = 0
      for (const { type } of stage.log) {
        if (type === 'RunOccupied') {
          expect(occupied).toBe(false)
          occupied = true
        }
        if (type === 'ParticipantJoined') {
          expect(occupied).toBe(true)
          inside += 1
        }
        if (type === 'ParticipantLeft') inside -= 1
        if (type === 'RunVacated') {
          expect(inside).toBe(0)
          occupied = false
        }
      }
      expect(occupied).toBe(inside > 0)
    })
  })

  it('[H1] there is at most one host, and the run knows who', () => {
    forAllPlans((stage) => {
      const hosts = Object.values(stage.conference!.people).filter(({ role }) => role === 'host')
      expect(hosts.length).toBeLessThanOrEqual(1)
      if (stage.conference!.state === 'running') expect(hosts[0]?.id ?? null).toBe(stage.run.hostId)
    })
  })

  it('[M3] nobody but oneself opens a microphone or a camera', () => {
    forAllPlans((stage) => {
      for (const event of stage.log) {
        if (
          (event.type !== 'MicChanged' && event.type !== 'CameraChanged') ||
          event.actor.participantId === event.data.participantId
        )
          continue
        const before = stage.log.slice(0, event.revision - 1)
        const medium = event.type === 'MicChanged' ? 'mic' : 'camera'
        const was = fold(null, before)?.people[event.data.participantId]?.[medium]
        expect(event.data.bits.offBySelf).toBe(was?.offBySelf)
      }
    })
  })

  it('[T1] [T2] before nextDue a tick does nothing, at nextDue it does something, and a second one nothing', () => {
    forAllPlans((stage) => {
      const due = nextDue(stage.conference!, stage.policies)
      const probe = new Stage()
      probe.conference = stage.conference
      const at = Math.max(stage.now, stage.conference!.lastAt)
      if (due === null) return expect(probe.tick(at + 48 * 60 * MINUTE)).toEqual([])
      if (due > at) expect(probe.tick(due - 1)).toEqual([])
      expect(probe.tick(Math.max(due, at))).not.toEqual([])
      expect(probe.tick(Math.max(due, at) + SECOND / 1_000)).toEqual([])
    })
  })
})
