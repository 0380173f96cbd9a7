import { describe, expect, it } from 'vitest'
import { MINUTE } from '../../instant.ts'
import { ALICE, guest, join, KEY, Stage, T0 } from '../../testing/given.ts'

const LI = guest('Li')
const HONG = guest('Hong')

/** A meeting with a waiting room, and Alice in it. */
function meeting(): Stage {
  const stage = Stage.booked({ waitingRoom: true })
  stage.joins(ALICE, { proof: 'none' })
  return stage
}

describe('back to the waiting room', () => {
  it('[W7] [P4] is a leave, also where nobody has to wait', () => {
    const stage = Stage.booked()
    stage.joins(ALICE, { proof: 'none' })
    const li = stage.joins(LI)
    const back = { type: 'ReturnToLobby' as const, params: { ids: [li.id] } }
    expect(stage.does(ALICE, back)).toEqual(['ParticipantLeft', 'LobbyEntered'])
    expect(stage.log.at(-2)).toMatchObject({ data: { reason: 'returned' } })
    expect(stage.person(li.id)).toMatchObject({
      generation: 1,
      presence: { is: 'waiting', since: T0, until: T0 + 15 * MINUTE, connected: true },
    })
    expect(stage.decide(LI, join({ name: 'Li' })).answer.waiting).toBe(true)
    expect(stage.refusal(ALICE, back)).toBe('no-participant')
    stage.does(ALICE, { type: 'Admit', params: { ids: [li.id] } })
    expect(stage.joins(LI)).toMatchObject({ id: li.id, presence: { is: 'present' } })
  })

  it('[W7] nobody sends the host', () => {
    const stage = meeting()
    stage.joins(HONG, { proof: 'host' })
    const back = { type: 'ReturnToLobby' as const, params: { ids: [stage.named('alice').id] } }
    for (const actor of [ALICE, HONG, KEY]) expect(stage.refusal(actor, back)).toBe('host-immune')
    expect(stage.refusal(ALICE, { type: 'ReturnToLobby', params: { ids: [] } })).toBe('invalid')
  })

  it('[W7] whose line is broken gets the grace, not the whole time', () => {
    const stage = meeting()
    const hong = stage.joins(HONG, { proof: 'host' })
    stage.line(hong, 'down')
    stage.does(ALICE, { type: 'ReturnToLobby', params: { ids: [hong.id] } })
    expect(stage.person(hong.id).presence).toMatchObject({ connected: false, until: T0 + MINUTE })
  })

  it('[W7] [P5] sending the last one back vacates the run', () => {
    const stage = Stage.booked()
    const li = stage.joins(LI)
    expect(stage.does(KEY, { type: 'ReturnToLobby', params: { ids: [li.id] } })).toEqual([
      'ParticipantLeft',
      'RunVacated',
      'LobbyEntered',
    ])
  })
})
