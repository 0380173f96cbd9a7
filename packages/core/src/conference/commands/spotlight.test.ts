import { describe, expect, it } from 'vitest'
import { guest, KEY, Stage } from '../../testing/given.ts'
import type { Layout, Spotlight } from '../state.ts'

const HONG = guest('Hong')
const MEI = guest('Mei')
const LI = guest('Li')

/** Hong is host, Mei cohost, Li a participant. */
function meeting(): Stage {
  const stage = Stage.booked()
  stage.joins(HONG, { proof: 'host' })
  stage.joins(MEI, { proof: 'host' })
  stage.joins(LI)
  return stage
}

const show = (spotlight: Spotlight) => ({ type: 'Spotlight', params: { spotlight } }) as const
const held = (stage: Stage): Record<string, boolean> =>
  Object.fromEntries(Object.values(stage.conference!.people).map(({ name, mic }) => [name, mic.offByHost]))

describe('the spotlight', () => {
  it('[F7] shows one person to all, until another or nobody', () => {
    const stage = meeting()
    const [li, mei] = [stage.named('Li').id, stage.named('Mei').id]
    const onLi = show({ on: 'broadcast', participantId: li })
    expect(stage.does(HONG, onLi)).toEqual(['SpotlightChanged'])
    expect(stage.log.at(-1)?.data).toMatchObject({ was: { on: 'nobody' }, person: { name: 'Li' } })
    expect(stage.does(HONG, onLi)).toEqual([])
    stage.does(HONG, show({ on: 'broadcast', participantId: mei }))
    expect(stage.run.spotlight).toEqual({ on: 'broadcast', participantId: mei })
    expect(stage.does(HONG, show({ on: 'nobody' }))).toEqual(['SpotlightChanged'])
    expect(stage.log.at(-1)?.data).toMatchObject({ was: { participantId: mei }, person: null })
  })

  it('[F7] [F6] shows nobody outside; a composed view keeps the place of who went', () => {
    const stage = meeting()
    const li = stage.named('Li').id
    const layout = (participantIds: Layout['pictures'][number]['participantIds']): Spotlight => ({
      on: 'layout',
      layout: {
        imageType: 'Single',
        pictures: [{ index: 1, participantIds, share: false }],
        switchSeconds: 20,
      },
    })
    stage.does(KEY, show(layout([li])))
    expect(stage.does(LI, { type: 'Leave', params: {} })).toEqual(['ParticipantLeft'])
    expect(stage.run.spotlight).toEqual(layout([li]))
    expect(stage.refusal(KEY, show(layout([stage.named('Mei').id, li])))).toBe('no-participant')
    expect(stage.refusal(KEY, show({ on: 'broadcast', participantId: li }))).toBe('no-participant')
  })

  it('[F8] a roll call gives the called one the word and takes it from all but the host', () => {
    const stage = meeting()
    const [li, mei] = [stage.named('Li').id, stage.named('Mei').id]
    const { events, answer } = stage.decide(HONG, show({ on: 'rollCall', participantId: li }))
    expect(events.map(({ type }) => type)).toEqual(['SpotlightChanged', 'MicChanged'])
    expect(held(stage)).toEqual({ Hong: false, Mei: true, Li: false })
    expect(answer.signals).toEqual([])
    stage.does(LI, { type: 'Mute', params: {} })
    stage.does(HONG, show({ on: 'rollCall', participantId: mei }))
    expect(held(stage)).toEqual({ Hong: false, Mei: false, Li: true })
    const again = stage.decide(HONG, show({ on: 'rollCall', participantId: li }))
    expect(again.answer.signals).toEqual([
      { type: 'Asked', participantId: li, medium: 'mic', on: true, by: 'Hong' },
    ])
    expect(stage.person(li).mic).toEqual({ offBySelf: true, offByHost: false })
    stage.does(HONG, show({ on: 'nobody' }))
    expect(held(stage)).toEqual({ Hong: false, Mei: true, Li: false })
  })

  it('[F8] who called the roll is muted too, unless that is the host', () => {
    const stage = meeting()
    stage.does(MEI, show({ on: 'rollCall', participantId: stage.named('Li').id }))
    expect(held(stage)).toEqual({ Hong: false, Mei: true, Li: false })
  })
})
