import type { ConferenceEvent, MemberView, ReadEvent, SkipFrame } from '@parley/protocol'
import { readEvent } from '@parley/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFakeClock, settle } from '../testing/fake-clock.ts'
import { eventOf, startedMirror as started } from '../testing/fake-mirror.ts'
import { aConference, aMember, idOf } from '../testing/views.ts'
import { createMirror } from './mirror.ts'
import { applyEvent, atVersion } from './reduce.ts'
import { emptyMirror, type MirrorState } from './state.ts'

const confId = '123456789'

const stateAt = (version: number, members: MemberView[] = []): MirrorState => ({
  ...emptyMirror(confId),
  version,
  conference: aConference({ version }),
  members: new Map(members.map((one) => [one.memberId, one])),
})

const who = fc.integer({ min: 1, max: 4 })
/** A random step of a meeting, as wire type and data. */
const step = fc.oneof(
  who.map((n) => ['member.joined', { member: aMember(n) }] as const),
  who.map((n) => ['member.left', { memberId: idOf(n), reason: 'lost' }] as const),
  fc
    .tuple(who, fc.boolean())
    .map(
      ([n, on]) =>
        ['member.audioChanged', { memberId: idOf(n), selfMuted: on, chairMuted: false, muted: on }] as const,
    ),
  fc
    .tuple(who, fc.string({ minLength: 1, maxLength: 5 }))
    .map(([n, displayName]) => ['member.updated', { memberId: idOf(n), displayName }] as const),
  fc.boolean().map((locked) => ['conference.lockChanged', { locked }] as const),
  fc
    .tuple(who, who)
    .map(
      ([a, b]) => ['conference.chairChanged', { from: idOf(a), to: idOf(b), fromRole: 'cohost' }] as const,
    ),
  fc.constant(['conference.muteAllChanged', { muteAll: true, allowUnmute: false }] as const),
  who.map((n) => ['member.waiting', { member: aMember(n, { state: 'waiting', joinCount: 0 }) }] as const),
  fc
    .tuple(who, fc.constantFrom('joining' as const, null))
    .map(([n, state]) => ['member.waitingOver', { memberId: idOf(n), outcome: 'admitted', state }] as const),
  fc
    .tuple(who, fc.option(fc.integer({ min: 1, max: 9 })))
    .map(([n, handRaisedAt]) => ['member.handChanged', { memberId: idOf(n), handRaisedAt }] as const),
  fc.tuple(who, fc.boolean()).map(([n, gone]) => ['member.uninvited', { memberId: idOf(n), gone }] as const),
  who.map(
    (n) =>
      [
        'conference.mainVideoChanged',
        { memberId: idOf(n), spotlight: { on: 'rollCall', memberId: idOf(n) } },
      ] as const,
  ),
  fc.boolean().map((waitingRoom) => ['conference.updated', { settings: { waitingRoom } }] as const),
)

/** The server: a log, its fold, and what a reader may see of it (hidden versions travel as skips). */
const serverOf = (steps: (readonly [string, unknown])[], hidden: ReadonlySet<number>) => {
  const states = [stateAt(0)]
  const frames: (ConferenceEvent | SkipFrame)[] = []
  steps.forEach(([type, data], index) => {
    const version = index + 1
    const before = states[index]!
    if (hidden.has(version)) {
      frames.push({ confId, version, fromVersion: version, type: 'skip' })
      states.push(atVersion(before, version))
    } else {
      const event = eventOf(version, type, data)
      frames.push(event)
      states.push(applyEvent(before, event))
    }
  })
  return { frames, states, version: steps.length, last: states.at(-1)! }
}

const comparable = ({ version, conference, members, speaker }: MirrorState) => ({
  version,
  conference,
  members: [...members],
  speaker,
})

describe('mirror', () => {
  it('ends in the state of the server, whatever order, doubles and holes the frames come with', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 40 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 8 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        fc.boolean(),
        async (steps, hidden, chance, replays) => {
          const server = serverOf(steps, new Set(hidden))
          const clock = createFakeClock()
          const draw = () => chance.next().value as number
          const mirror = createMirror({
            confId,
            clock,
            heal: async (lastVersion) => {
              // Sometimes the server cannot replay; its snapshot then comes in parts, last one first.
              const complete = replays && lastVersion !== null
              const replay = async () => {
                await settle()
                if (complete) for (const frame of server.frames) mirror.receive(frame)
                else {
                  const members = [...server.last.members.values()]
                  const conference = server.last.conference!
                  const common = { confId, version: server.version, conference, parts: 2 }
                  mirror.snapshot({ ...common, part: 2, members: members.slice(1) })
                  mirror.snapshot({ ...common, part: 1, members: members.slice(0, 1) })
                }
              }
              void replay()
              return { version: server.version, complete }
            },
          })
          const start = Math.floor(draw() * (steps.length + 1))
          const from = server.states[start]!
          mirror.snapshot({
            confId,
            version: start,
            conference: from.conference!,
            members: [...from.members.values()],
          })
          // Shuffled a little, some doubled, some lost.
          const wire = server.frames
            .flatMap((frame) => (draw() < 0.2 ? [] : draw() < 0.3 ? [frame, frame] : [frame]))
            .map((frame) => ({ frame, at: frame.version + draw() * 6 }))
            .sort((a, b) => a.at - b.at)
          for (const { frame } of wire) {
            mirror.receive(frame)
            if (draw() < 0.3) await settle()
          }
          mirror.expect(server.version)
          await clock.advance(60_000)
          expect(comparable(mirror.getState())).toEqual(comparable(server.last))
          expect(mirror.getState().fresh).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('hands each applied event to readers once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 20 }),
        fc.array(fc.nat({ max: 19 }), { maxLength: 30 }),
        async (steps, order) => {
          const server = serverOf(steps, new Set())
          const mirror = createMirror({
            confId,
            clock: createFakeClock(),
            heal: () => new Promise(() => undefined),
          })
          mirror.snapshot({ confId, version: 0, conference: aConference({ version: 0 }), members: [] })
          const seen: number[] = []
          const reading = (async () => {
            for await (const change of mirror.events())
              if (change.kind === 'event') seen.push(change.event.version)
          })()
          for (const index of order) {
            const frame = server.frames[index]
            if (frame) mirror.receive(frame)
          }
          for (const frame of server.frames) mirror.receive(frame)
          await settle()
          mirror.end()
          await reading
          expect(seen).toEqual(server.frames.map((frame) => frame.version))
        },
      ),
    )
  })

  it('gives each event the state that it met, also where many came in one frame', async () => {
    const { mirror } = started()
    const met: unknown[] = []
    const reading = (async () => {
      for await (const change of mirror.events())
        if (change.kind === 'event')
          met.push([change.before.version, change.before.members.get(idOf(1))?.displayName])
    })()
    mirror.receive(
      eventOf(6, 'member.updated', { memberId: idOf(1), displayName: 'Six' }),
      eventOf(7, 'member.updated', { memberId: idOf(1), displayName: 'Seven' }),
    )
    await settle()
    mirror.end()
    await reading
    expect(met).toEqual([
      [5, aMember(1).displayName],
      [6, 'Six'],
    ])
  })

  it('keeps its reference until something changed', () => {
    const { mirror } = started()
    const before = mirror.getState()
    mirror.receive(eventOf(5, 'conference.lockChanged', { locked: true }))
    expect(mirror.getState()).toBe(before)
    mirror.receive(eventOf(6, 'conference.lockChanged', { locked: true }))
    expect(mirror.getState()).not.toBe(before)
    expect(mirror.getState().members).toBe(before.members)
  })

  it('moves over stored events of a type it does not know', () => {
    const { mirror } = started()
    mirror.receive(
      readEvent({ confId, version: 6, eventId: 'e', type: 'member.danced', time: 1, actor: null, data: {} }),
    )
    expect(mirror.getState()).toMatchObject({ version: 6, fresh: true })
  })

  it('shows signals without moving the version', () => {
    const { mirror } = started()
    const speaker = { active: idOf(1), speakers: [{ memberId: idOf(1), level: 60 }] }
    mirror.receive({
      confId,
      version: 5,
      eventId: 's',
      type: 'speaker.changed',
      time: 1,
      actor: null,
      ephemeral: true,
      data: speaker,
    })
    expect(mirror.getState()).toMatchObject({ version: 5, speaker })
  })

  it('asks for a snapshot when a frame cannot be read, for a replay would bring it again', () => {
    const asked: (number | null)[] = []
    const { mirror } = started(async (lastVersion) => {
      asked.push(lastVersion)
      return { version: 6, complete: false }
    })
    const unreadable: ReadEvent | null = readEvent({
      confId,
      version: 6,
      eventId: 'e',
      type: 'member.left',
      time: 1,
      actor: null,
      data: { memberId: 'nobody' },
    })
    expect(unreadable).toBeNull()
    mirror.receive(unreadable)
    expect(asked).toEqual([null])
    expect(mirror.getState().fresh).toBe(false)
  })

  it('asks once for a gap, and again with a snapshot when the answer leaves it open', async () => {
    const asked: (number | null)[] = []
    const { mirror, clock } = started(async (lastVersion) => {
      asked.push(lastVersion)
      return { version: 9, complete: true }
    })
    mirror.receive(eventOf(8, 'conference.lockChanged', { locked: true }))
    mirror.receive(eventOf(9, 'conference.lockChanged', { locked: false }))
    expect(asked).toEqual([5])
    await clock.advance(6_000)
    expect(asked).toEqual([5, null])
  })

  it('takes the word of a server that is behind, as after a restored backup', async () => {
    const { mirror } = started(async () => {
      void settle().then(() =>
        mirror.snapshot({
          confId,
          version: 3,
          conference: aConference({ version: 3, locked: true }),
          members: [],
        }),
      )
      return { version: 3, complete: false }
    })
    mirror.suspend()
    mirror.expect(3)
    await settle()
    await settle()
    expect(mirror.getState()).toMatchObject({ version: 3, fresh: true, conference: { locked: true } })
  })

  it('takes the whole list that follows an answer too large for one frame, at the same version', () => {
    const { mirror } = started()
    const common = { confId, version: 5, conference: aConference({ version: 5 }), parts: 2 }
    mirror.snapshot({ ...common, part: 1, members: [aMember(1), aMember(2)] })
    expect(mirror.getState().members.size).toBe(1)
    mirror.snapshot({ ...common, part: 2, members: [aMember(3)] })
    expect(mirror.getState()).toMatchObject({ version: 5, fresh: true })
    expect(mirror.getState().members.size).toBe(3)
  })

  it('shows itself as old while the connection is down', () => {
    const { mirror } = started()
    mirror.suspend()
    expect(mirror.getState().fresh).toBe(false)
    mirror.receive(eventOf(6, 'conference.lockChanged', { locked: true }))
    expect(mirror.getState()).toMatchObject({ version: 6, fresh: false })
    mirror.expect(6)
    expect(mirror.getState().fresh).toBe(true)
  })

  it('clears what a member had on leaving, and the run on its end', () => {
    const { mirror } = started()
    mirror.receive(eventOf(6, 'member.left', { memberId: idOf(1), reason: 'kicked' }))
    expect(mirror.getState().members.get(idOf(1))).toMatchObject({
      state: 'removed',
      leaveReason: 'kicked',
      leaveTime: 6,
      tracks: [],
      feedId: null,
    })
    mirror.receive(
      eventOf(7, 'conference.ended', {
        reason: 'chair',
        actualEnd: 7,
        state: 'scheduled',
        members: [aMember(2, { state: 'invited' })],
      }),
    )
    expect(mirror.getState().conference?.state).toBe('scheduled')
    expect([...mirror.getState().members.keys()]).toEqual([idOf(2)])
  })
})
