import type { Command, RefusalCode } from '@parley/core'
import { ROLE_ACTORS, type StandingName } from '@parley/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CASES, type Case, decided, type Model, refusalAt, sayingOf, WORDS } from '../doors/cases.ts'
import { type Company, gather } from '../doors/company.ts'
import { type DoorName, isUnsaid } from '../doors/door.ts'
import { createHall } from '../doors/hall.ts'
import { NOBODY } from '../doors/nobody.ts'
import { spelled } from '../doors/refusals.ts'
import { openRoom, type Room } from '../doors/room.ts'
import { createPlain } from '../doors/told.ts'
import { serverForAll } from '../support/server.ts'

/** As an event says by which door it was caused. */
const VIA = { page: 'page', rpc: 'rpc', rest: 'rest' } as const

const SAYABLE = CASES.filter((one) => typeof sayingOf(one, NOBODY) !== 'string')

describe('every command through every door', () => {
  const server = serverForAll({
    env: { PARLEY_THROTTLE_FACTOR: '100000', PARLEY_DEMO: 'off', PARLEY_LOG_LEVEL: 'warn' },
  })
  let company: Company
  const hall = createHall((door) => openRoom(server, company, { guests: door === 'page' }))

  beforeAll(async () => {
    company = await gather(server)
  })
  afterAll(async () => {
    await hall.close()
    for (const one of Object.values(company)) if (typeof one !== 'string') one.line?.close()
  })

  it.each(SAYABLE.map((one) => [titleOf(one), one] as const))('%s', async (_title, one) => {
    const { door, type, row, who } = one
    const { room, model, core } = await hall.sceneFor(one)
    for (const [by, command] of row.given?.(room.cast) ?? []) await give(room, door, by, command)
    await room.news()
    const saying = sayingOf(one, room)
    if (typeof saying === 'string') throw new Error(saying)

    const answer = await room.say(who, saying)

    const refused = refusalAt(one, room.cast, core.refused)
    const spoken = WORDS[door][type]
    const wanted = refused === null ? core.events : []
    expect(answer).toBe(
      refused === null ? 'ok' : spelled(door, refused, isUnsaid(spoken) ? {} : spoken.spelling),
    )
    const events = await room.news()
    expect(events.map(createPlain(room.cast))).toEqual(wanted)
    for (const { actor, via } of events) {
      expect(via).toBe(VIA[door])
      expect(actor).toEqual({ ...room.actor(door, who), ...participantIn(actor) })
    }
    expect(new Set(events.map(({ cause }) => cause)).size).toBe(Math.min(1, wanted.length))
    follow(model, one, refused)
  })
})

/** What has to be so before is said by whoever it is at the door where they are at home. */
async function give(room: Room, door: DoorName, who: StandingName, { type, params }: Command): Promise<void> {
  const at = who === 'hostToken' ? 'rest' : door === 'page' && who !== 'owner' ? 'page' : 'rpc'
  const one = { door: at, type, who, row: { params: () => params } } as Case
  const saying = sayingOf(one, room)
  if (typeof saying === 'string') throw new Error(saying)
  const answer = await room.say(who, saying)
  if (answer !== 'ok') throw new Error(`${type} was refused with ${answer}`)
}

/** The model goes where the room went; what a door refuses by itself did not happen. */
function follow(model: Model, one: Case, refused: RefusalCode | null): void {
  decided(model, one, refused === null)
  if (refused === null || !one.row.given) return
  for (const [by, command] of one.row.given(model.cast)) model.stage.does(ROLE_ACTORS[by], command)
}

function participantIn({ participantId }: { participantId?: string }) {
  return participantId === undefined ? {} : { participantId }
}

function titleOf({ door, type, row, who }: Case): string {
  return `${door}: ${type}${row.of ? `, ${row.of}` : ''}, by ${who}`
}
