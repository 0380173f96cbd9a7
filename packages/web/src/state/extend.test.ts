import { describe, expect, it } from 'vitest'
import { endsSoon } from './extend.ts'
import { member } from './fixtures.ts'
import { hostStage } from './host-test-stage.ts'

const minute = 60_000
const start = 1_800_000_000_000
const running = (minutes: number, changes: Parameters<typeof hostStage>[0] = {}) =>
  hostStage({ view: { endTime: start + minutes * minute }, ...changes })
const counts = (stage: ReturnType<typeof hostStage>) =>
  stage.told.map(({ message }) =>
    'values' in message && 'count' in message.values ? message.values.count : null,
  )

describe('before the planned end', () => {
  it('everybody is told 10, 5 and 1 minutes before, with a sound', async () => {
    const stage = running(30)
    await stage.clock.advance(20 * minute - 1)
    expect(stage.told).toEqual([])
    await stage.clock.advance(6 * minute)
    expect(counts(stage)).toEqual([10, 5])
    await stage.clock.advance(minute * 60)
    expect(counts(stage)).toEqual([10, 5, 1])
    expect(stage.rung).toEqual([20, 25, 29].map((after) => start + after * minute))
    expect(stage.told[0]).toMatchObject({ urgent: true, question: 'extend', action: {} })
    stage.told[0]?.action?.run()
    expect(stage.panels.store.get().overlay).toEqual({ is: 'extend' })
  })
  it('who comes later hears only what is still to come, and who may not extend has no button', async () => {
    const members = [member({ memberId: 'me', role: 'cohost' }), member({ memberId: 'h', role: 'chair' })]
    const stage = running(3, { members })
    await stage.clock.advance(10 * minute)
    expect(counts(stage)).toEqual([1])
    expect(stage.told[0]?.action).toBeUndefined()
  })
  it('an extension begins anew and takes the question away', async () => {
    const stage = running(12)
    await stage.clock.advance(3 * minute)
    await stage.becomes({ endTime: start + 42 * minute })
    expect(stage.dropped).toContain('extend')
    await stage.clock.advance(60 * minute)
    expect(counts(stage)).toEqual([10, 10, 5, 1])
  })
  it('nothing is told of an end that moves by itself, nor after the room is left', async () => {
    const settings = { prolongMinutes: 15 } as never
    const moving = running(12, { view: { endTime: start + 12 * minute, settings } })
    await moving.clock.advance(20 * minute)
    expect(moving.told).toEqual([])
    const left = running(12)
    left.host.stop()
    await left.clock.advance(20 * minute)
    expect(left.told).toEqual([])
  })
  it('the time left is shown in the last ten minutes', () => {
    expect(endsSoon(null, 0)).toBe(false)
    expect(endsSoon(10 * minute + 1, 0)).toBe(false)
    expect(endsSoon(10 * minute, 0)).toBe(true)
  })
  it('extends, and says when that is too long', async () => {
    const stage = running(12)
    stage.host.extend.by(15)
    stage.refuses('prolong', 603)
    stage.host.extend.by(60)
    await stage.clock.advance(1)
    expect(stage.calls).toEqual([
      ['prolong', 15],
      ['prolong', 60],
    ])
    expect(stage.said()).toEqual([{ key: 'extend.tooLong' }])
  })
})
