import { describe, expect, it } from 'vitest'
import { createRoomTexts } from '../i18n/room-texts.ts'
import { member } from './fixtures.ts'
import { rollCallText } from './host-roll-call-text.ts'
import { hostStage } from './host-test-stage.ts'

const me = member({ memberId: 'me', role: 'chair' })
const people = ['Ann', 'Bob', 'Cho'].map((name) => member({ memberId: name, displayName: name }))
const ida = member({ memberId: 'Ida', displayName: 'Ida', state: 'invited' })

async function begun() {
  const stage = hostStage({ members: [me, ...people, ida] })
  const { rollCall } = stage.host
  rollCall.start()
  await stage.clock.advance(20)
  const called = async (memberId: string) => stage.becomes({ spotlight: { on: 'rollCall', memberId } })
  const marks = () => {
    const state = rollCall.store.get()
    return state.is === 'off' ? null : state.entries.map(({ id, mark }) => [id, mark])
  }
  return { ...stage, rollCall, called, marks }
}

describe('a roll call', () => {
  it('calls the first at once; who was expected and is not here is absent', async () => {
    const { calls, marks } = await begun()
    expect(calls).toEqual([['setMainVideo', 'Ann', { rollCall: true }]])
    expect(marks()).toEqual([
      ['Ann', null],
      ['Bob', null],
      ['Cho', null],
      ['Ida', 'absent'],
    ])
  })
  it('shows who is called only when the server says so, and goes on with each mark', async () => {
    const { rollCall, called, calls, clock, marks } = await begun()
    expect(rollCall.store.get()).toMatchObject({ called: null })
    await called('Ann')
    expect(rollCall.store.get()).toMatchObject({ called: 'Ann' })
    rollCall.mark('Ann', 'present')
    await clock.advance(20)
    expect(calls.at(-1)).toEqual(['setMainVideo', 'Bob', { rollCall: true }])
    await called('Bob')
    rollCall.skip()
    await clock.advance(20)
    await called('Cho')
    rollCall.mark('Cho', 'absent')
    await clock.advance(20)
    // Round again to who was skipped.
    expect(calls.at(-1)).toEqual(['setMainVideo', 'Bob', { rollCall: true }])
    expect(marks()?.slice(0, 3)).toEqual([
      ['Ann', 'present'],
      ['Bob', null],
      ['Cho', 'absent'],
    ])
  })
  it('marks somebody else without moving on', async () => {
    const { rollCall, called, calls } = await begun()
    await called('Ann')
    rollCall.mark('Cho', 'present')
    expect(calls).toHaveLength(1)
  })
  it('goes on when the called one leaves, and takes in who comes later', async () => {
    const { called, calls, becomes, marks } = await begun()
    await called('Ann')
    const [, bob, cho] = people
    const dan = member({ memberId: 'Dan', displayName: 'Dan' })
    await becomes({ spotlight: { on: 'nobody', memberId: null } }, [me, bob!, cho!, ida, dan])
    expect(calls.at(-1)).toEqual(['setMainVideo', 'Bob', { rollCall: true }])
    expect(marks()).toEqual([
      ['Ann', 'absent'],
      ['Bob', null],
      ['Cho', null],
      ['Ida', 'absent'],
      ['Dan', null],
    ])
  })
  it('is over when another host shows something else, and by one’s own end', async () => {
    const other = await begun()
    await other.called('Ann')
    await other.becomes({ spotlight: { on: 'broadcast', memberId: 'Cho' } })
    expect(other.rollCall.store.get().is).toBe('over')
    const mine = await begun()
    await mine.called('Ann')
    mine.rollCall.end()
    expect(mine.calls.at(-1)).toEqual(['setMainVideo', null])
    expect(mine.rollCall.store.get()).toMatchObject({ is: 'over', at: mine.clock.now() })
    mine.rollCall.mark('Ann', 'present')
    expect(mine.marks()?.[0]).toEqual(['Ann', 'present'])
    mine.rollCall.close()
    expect(mine.rollCall.store.get()).toEqual({ is: 'off' })
  })
  it('tells a refusal and calls nobody', async () => {
    const stage = hostStage({ members: [me, ...people] })
    stage.refuses('setMainVideo', 403)
    stage.host.rollCall.start()
    await stage.clock.advance(20)
    expect(stage.said()).toEqual([{ key: 'error.forbidden' }])
    expect(stage.host.rollCall.store.get()).toMatchObject({ called: null, busy: false })
  })
  it('is copied as a text', () => {
    const entries = [
      { id: '1', name: 'Ann', mark: 'present' as const },
      { id: '2', name: '王芳', mark: 'present' as const },
      { id: '3', name: 'Bob', mark: 'absent' as const },
      { id: '4', name: 'Cho', mark: null },
    ]
    const at = Date.UTC(2026, 10, 22, 10, 42)
    const texts = createRoomTexts()
    expect(rollCallText(texts('en'), { entries, at }, 'Weekly', 'UTC').split('\n').slice(2)).toEqual([
      'Present (2): Ann, 王芳',
      'Absent (1): Bob',
      'Not answered (1): Cho',
    ])
    expect(rollCallText(texts('zh-CN'), { entries, at }, '周会', 'UTC')).toContain('缺席（1）：Bob')
  })
})
