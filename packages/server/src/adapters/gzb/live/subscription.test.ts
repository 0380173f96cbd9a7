import { type Actor, type Command, type Conference, Refusal, SECOND } from '@parley/core'
import { type Topic, topics } from '@parley/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Sight, sightOf } from '../sight.ts'
import { createMeetings, freshGround } from '../testing/meetings.ts'
import { nothingRead, type Read, read } from '../testing/reader.ts'
import { ACTORS, ANN, commandOf, isOfSystem, type Step, SYSTEM, stepsOf } from '../testing/steps.ts'
import { chatView, conferenceView, membersView } from '../views.ts'
import { createCadences } from './cadence.ts'
import { createEncoder } from './encoder.ts'
import { type Subscription, subscribe } from './subscription.ts'

const ALL: ReadonlySet<Topic> = new Set(topics)
/** Who reads, by the number of the actor, and whether several events at once. */
const READ_BY: readonly (readonly [number, boolean])[] = [
  [0, false],
  [1, false],
  [1, true],
  [2, true],
  [3, false],
]
const READERS = READ_BY.length

function serverSide(conference: Conference, sight: Sight): Read {
  return {
    version: conference.revision,
    conference: conferenceView(conference, sight.audience),
    members: new Map(membersView(conference, sight).map((member) => [member.memberId, member])),
    chat: chatView(conference, sight),
  }
}

/**
 * What a reader has, as far as it can be known: what only the log remembers of a run that is over is not compared, nor, to
 * people without the floor, who left and waits or was turned away since, nor what was written to a reader whom the conference
 * has forgotten meanwhile.
 */
function comparable({ version, conference: view, members, chat }: Read, known: Read, sight: Sight) {
  const { actualStart, actualEnd, endReason, ...rest } = view ?? {}
  const isOn = view?.state === 'ongoing'
  return {
    version,
    conference: JSON.parse(
      JSON.stringify({ ...rest, version, ...(isOn ? { actualStart, actualEnd, endReason } : {}) }),
    ),
    members: JSON.parse(
      JSON.stringify(
        [...members.values()]
          .filter(({ memberId, state }) => sight.floor || known.members.has(memberId) || !GONE.has(state))
          .sort((a, b) => a.memberId.localeCompare(b.memberId)),
      ),
    ),
    chat: chat.filter(({ memberId, to }) => to === null || memberId === sight.me || to === sight.me),
  }
}

const GONE: ReadonlySet<string> = new Set(['left', 'removed'])

describe('[WC] 3.6 and 4.9 readers', () => {
  it('rebuild exactly the state of the server, however often they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepsOf(READERS), { minLength: 20, maxLength: 120 }), async (steps) => {
        const faults: unknown[] = []
        const { clock, ids, conferences, feed, book } = createMeetings(freshGround(), {
          onError: (error) => void faults.push(error),
        })
        const encoder = createEncoder(ids)
        const cadences = createCadences(clock)
        const conferenceId = await book(ANN, { minutes: 60, settings: { reopenable: true } })

        const readers = READ_BY.map(([who, batch]) => ({
          actor: ACTORS[who] as Actor,
          batch,
          state: nothingRead(),
          line: null as Subscription | null,
        }))
        const open = async (at: number) => {
          const reader = readers[at]
          if (!reader || reader.line) return
          reader.line = await subscribe({
            confId: conferenceId,
            actor: reader.actor,
            topics: ALL,
            after: reader.state.version || null,
            feed,
            encoder,
            clock,
            cadence: reader.batch ? cadences.of(conferenceId) : null,
            send: (frame) => {
              reader.state = read(reader.state, frame.text)
            },
            isBehind: () => false,
            onOpen: () => {},
            onEvents: () => {},
          })
          reader.line.release()
        }
        // The last comes only when it is told to, so that it often starts in the middle.
        for (const at of readers.keys()) if (at < READERS - 1) await open(at)

        let accepted = 0
        for (const who of ACTORS.keys())
          await take({ do: 'command', who, whom: 0, what: 0, flag: who % 2 === 0 })
        for (const one of steps) {
          if ('reader' in one) {
            const reader = readers[one.reader]
            if (one.do === 'return') await open(one.reader)
            else if (reader) {
              reader.line?.flush()
              reader.line?.close()
              reader.line = null
            }
          } else if (one.do === 'wait') {
            clock.advance(one.seconds * SECOND)
            await run({ type: 'Tick', params: {} }, { is: 'system', name: 'timer' })
          } else await take(one)
        }
        for (const at of readers.keys()) await open(at)
        // What is told late: what gathered, and what a reader may not know.
        clock.advance(6 * SECOND)
        for (const { line } of readers) line?.flush()
        const conference = await conferences.get(conferenceId)
        expect(faults).toEqual([])
        for (const { actor, state } of readers) {
          const sight = sightOf(conference, actor)
          const server = serverSide(conference, sight)
          expect(comparable(state, server, sight)).toEqual(comparable(server, server, sight))
        }

        expect(accepted).toBeGreaterThanOrEqual(ACTORS.length - 1)

        async function take(one: Extract<Step, { do: 'command' }>): Promise<void> {
          const command = commandOf(one, await conferences.get(conferenceId))
          await run(command, isOfSystem(command.type) ? SYSTEM : (ACTORS[one.who] as Actor))
        }

        async function run(command: Command, actor: Actor): Promise<void> {
          try {
            await conferences.execute({ ...command, id: ids.commandId(), conferenceId, actor, via: 'page' })
            accepted += 1
          } catch (error) {
            if (!(error instanceof Refusal)) throw error
          }
        }
      }),
      { numRuns: 200 },
    )
  }, 60_000)
})
