import { describe, expect, it } from 'vitest'
import { guest, KEY, Stage } from '../../testing/given.ts'

const HONG = guest('Hong')
const MEI = guest('Mei')
const LI = guest('Li')

function meeting(): Stage {
  const stage = Stage.booked()
  stage.joins(HONG, { proof: 'host' })
  stage.joins(MEI)
  stage.joins(LI)
  return stage
}

describe('asking', () => {
  it('[F10] changes nothing and names the one asked and who asks', () => {
    const stage = meeting()
    const { id } = stage.named('Li')
    stage.does(HONG, { type: 'Rename', params: { name: 'Hong Li' } })
    const ask = { type: 'Ask', params: { id, medium: 'camera', on: false } } as const
    const { events, answer } = stage.decide(HONG, ask)
    expect(events).toEqual([])
    expect(answer.signals).toEqual([
      { type: 'Asked', participantId: id, medium: 'camera', on: false, by: 'Hong Li' },
    ])
    expect(stage.decide(KEY, ask).answer.signals).toMatchObject([{ by: 'API key' }])
    stage.does(LI, { type: 'Leave', params: {} })
    expect(stage.refusal(HONG, ask)).toBe('no-participant')
  })

  it.each([
    ['Unmute', 'Mute', 'mic'],
    ['OpenCamera', 'CloseCamera', 'camera'],
  ] as const)('[M8] [M3] %s of somebody also asks whoever holds it off themselves', (lift, lay, medium) => {
    const stage = meeting()
    const [li, mei] = [stage.named('Li').id, stage.named('Mei').id]
    stage.does(LI, { type: lay, params: {} })
    stage.does(HONG, { type: lay, params: { ids: [li, mei] } })
    const { answer } = stage.decide(HONG, { type: lift, params: { ids: [li, mei] } })
    expect(answer.signals).toEqual([{ type: 'Asked', participantId: li, medium, on: true, by: 'Hong' }])
    // Nothing of the host's is left to lift: asking is all there is.
    const again = stage.decide(HONG, { type: lift, params: { ids: [li] } })
    expect([again.events, again.answer.signals]).toMatchObject([[], [{ participantId: li }]])
    expect(stage.decide(LI, { type: lift, params: {} }).answer.signals).toEqual([])
  })

  it('[M8] unmuting all asks nobody', () => {
    const stage = meeting()
    stage.does(LI, { type: 'Mute', params: {} })
    stage.does(HONG, { type: 'MuteAll', params: { mayUnmute: false } })
    expect(stage.decide(HONG, { type: 'UnmuteAll', params: {} }).answer.signals ?? []).toEqual([])
    expect(stage.named('Li').mic).toEqual({ offBySelf: true, offByHost: false })
  })

  it('[M9] [A8] cameras and names that are nobody’s to change are still the host’s', () => {
    const stage = meeting()
    stage.does(HONG, {
      type: 'ChangeSettings',
      params: { changes: { mayOpenCamera: false, mayRename: false } },
    })
    const open = { type: 'OpenCamera', params: {} } as const
    const rename = { type: 'Rename', params: { name: 'Another' } } as const
    stage.does(LI, { type: 'CloseCamera', params: {} })
    expect([stage.refusal(LI, open), stage.refusal(LI, rename)]).toEqual(['held-by-host', 'forbidden'])
    expect([stage.refusal(HONG, open), stage.refusal(HONG, rename)]).toEqual([null, null])
    const { id } = stage.named('Li')
    expect(stage.refusal(HONG, { type: 'Rename', params: { id, name: 'Li Wei' } })).toBeNull()
  })
})
