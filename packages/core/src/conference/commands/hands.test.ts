import { describe, expect, it } from 'vitest'
import { BOB, guest, KEY, Stage, T0 } from '../../testing/given.ts'
import { raisedHands } from '../state.ts'

const HONG = guest('Hong')
const MEI = guest('Mei')
const LI = guest('Li')
const RAISE = { type: 'RaiseHand', params: {} } as const
const LOWER = { type: 'LowerHand', params: {} } as const

/** Hong is host, Mei and Li are participants. */
function meeting(): Stage {
  const stage = Stage.booked()
  stage.joins(HONG, { proof: 'host' })
  stage.joins(MEI)
  stage.joins(LI)
  return stage
}

const names = (stage: Stage): string[] => raisedHands(stage.conference!).map(({ name }) => name)

describe('hands', () => {
  it('[F1] are in the order in which they were raised; raising again keeps the place', () => {
    const stage = meeting()
    stage.now = T0 + 1
    stage.does(LI, RAISE)
    stage.now = T0 + 2
    stage.does(MEI, RAISE)
    stage.now = T0 + 3
    expect(stage.does(LI, RAISE)).toEqual([])
    expect(names(stage)).toEqual(['Li', 'Mei'])
    stage.does(LI, LOWER)
    stage.does(LI, RAISE)
    expect(names(stage)).toEqual(['Mei', 'Li'])
  })

  it('[F1] those of one moment too, whatever their ids', () => {
    for (const [first, second] of [
      [LI, MEI],
      [MEI, LI],
    ] as const) {
      const stage = meeting()
      stage.does(first, RAISE)
      stage.does(second, RAISE)
      expect(names(stage)).toEqual([first.name, second.name])
    }
  })

  it('[F1] [A7] the host lowers several at once, and is told of each', () => {
    const stage = meeting()
    stage.does(LI, RAISE)
    const ids = [stage.named('Li').id, stage.named('Mei').id, stage.named('Hong').id]
    const { events, answer } = stage.decide(HONG, { type: 'LowerHand', params: { ids } })
    expect(events.map(({ type }) => type)).toEqual(['HandChanged'])
    expect(answer.results).toEqual([{ id: ids[0] }, { id: ids[1] }, { id: ids[2], refused: 'host-exempt' }])
  })

  it('[F2] the host raises none, and whoever becomes host has it lowered first', () => {
    const stage = meeting()
    expect(stage.refusal(HONG, RAISE)).toBe('host-exempt')
    stage.does(LI, RAISE)
    expect(stage.does(HONG, { type: 'TransferHost', params: { id: stage.named('Li').id } })).toEqual([
      'HandChanged',
      'HostChanged',
    ])
    expect(names(stage)).toEqual([])
    stage.does(HONG, RAISE)
    expect(names(stage)).toEqual(['Hong'])
  })

  it('[F2] [H3] so has the cohost who inherits the place', () => {
    const stage = meeting()
    stage.does(HONG, { type: 'SetCohost', params: { id: stage.named('Mei').id, on: true } })
    stage.does(MEI, RAISE)
    stage.line(stage.named('Hong'), 'down')
    const due = T0 + stage.policies.hostAwayMs
    expect(stage.tick(due)).toEqual(['ParticipantLeft', 'HandChanged', 'HostChanged'])
    expect(stage.run.hostId).toBe(stage.named('Mei').id)
  })

  it('[F6] goes down with the leaving, without an event of its own', () => {
    const stage = meeting()
    stage.does(LI, RAISE)
    expect(stage.does(LI, { type: 'Leave', params: {} })).toEqual(['ParticipantLeft'])
    expect(stage.named('Li').handRaisedAt).toBeNull()
    stage.joins(LI)
    expect(names(stage)).toEqual([])
  })

  it('[F11] whether one hears the others is one’s own to say, and told once', () => {
    const stage = meeting()
    const off = { type: 'SetLoudspeaker', params: { on: false } } as const
    expect(stage.does(LI, off)).toEqual(['LoudspeakerChanged'])
    expect(stage.does(LI, off)).toEqual([])
    expect(stage.named('Li').loudspeaker).toBe(false)
    for (const outside of [BOB, KEY]) expect(stage.refusal(outside, off)).toBe('not-inside')
  })
})
