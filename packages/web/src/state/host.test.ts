import { describe, expect, it } from 'vitest'
import { member } from './fixtures.ts'
import { hostStage } from './host-test-stage.ts'
import type { PersonAction } from './people-actions.ts'

const settle = async (stage: ReturnType<typeof hostStage>) => stage.clock.advance(20)

describe('orders about a person', () => {
  it.each<[PersonAction, unknown[]]>([
    ['mute', ['mute', ['a']]],
    ['allowToSpeak', ['unmute', ['a']]],
    ['askUnmute', ['requestUnmute', 'a']],
    ['closeCamera', ['closeCamera', ['a']]],
    ['allowCamera', ['openCamera', ['a']]],
    ['askCamera', ['requestCamera', 'a']],
    ['lowerHand', ['lowerHand', ['a']]],
    ['stopShare', ['stopShare', ['a']]],
    ['askShare', ['inviteToShare', 'a', true]],
    ['takeBackShare', ['inviteToShare', 'a', false]],
    ['spotlight', ['setMainVideo', 'a']],
    ['endSpotlight', ['setMainVideo', null]],
    ['makeCohost', ['setRole', 'a', 'cohost']],
    ['takeCohost', ['setRole', 'a', 'member']],
    ['release', ['releaseChair']],
    ['toWaitingRoom', ['returnToLobby', ['a']]],
  ])('%s', async (action, expected) => {
    const stage = hostStage()
    stage.host.act('a', action)
    await settle(stage)
    expect(stage.calls).toEqual([expected])
  })
  it.each<[PersonAction, string]>([
    ['remove', 'remove'],
    ['handOver', 'handOver'],
    ['rename', 'rename'],
  ])('%s asks first', async (action, is) => {
    const stage = hostStage()
    stage.host.act('a', action)
    await settle(stage)
    expect(stage.calls).toEqual([])
    expect(stage.panels.store.get().overlay).toEqual({ is, id: 'a', name: 'Ann' })
  })
  it('removes, blocks, hands over and renames once it was asked', async () => {
    const stage = hostStage()
    stage.host.remove('a', true)
    stage.host.chair.handOver('a')
    stage.host.rename('a', ' ')
    expect(stage.panels.store.get().overlay).toMatchObject({ is: 'rename', id: 'a', problem: 'missing' })
    stage.host.rename('a', ' Anna ')
    stage.host.rename('me', 'Myself')
    await settle(stage)
    expect(stage.calls).toEqual([
      ['kick', ['a'], { ban: true }],
      ['setChair', 'a'],
      ['rename', 'Anna', 'a'],
      ['rename', 'Myself'],
    ])
    expect(stage.panels.store.get().overlay).toBeNull()
  })
  it('says that somebody was asked, because nobody sees it', async () => {
    const stage = hostStage()
    stage.host.act('a', 'askUnmute')
    await settle(stage)
    expect(stage.said()).toEqual([{ key: 'people.askedUnmute', values: { name: 'Ann' } }])
  })
})

describe('a refusal', () => {
  it('is told in the words of its code', async () => {
    const stage = hostStage()
    stage.refuses('setRole', 602)
    stage.host.act('a', 'makeCohost')
    stage.refuses('setChair', 736)
    stage.host.chair.handOver('a')
    stage.refuses('mute', 599)
    stage.host.act('a', 'mute')
    await settle(stage)
    expect(stage.said()).toEqual([
      { key: 'host.refused.cohosts' },
      { key: 'host.refused.chair' },
      { key: 'room.actionFailed' },
    ])
  })
  it('is told also when it stands inside the answer', async () => {
    const stage = hostStage()
    stage.answers.set('kick', { version: 2, results: [{ memberId: 'a', code: 612 }] })
    stage.host.remove('a', false)
    stage.answers.set('mute', { version: 2, results: [{ memberId: 'a', code: 200 }] })
    stage.host.act('a', 'mute')
    await settle(stage)
    expect(stage.said()).toEqual([{ key: 'host.refused.gone' }])
  })
  it('of the end leaves the meeting as it was', async () => {
    const stage = hostStage()
    stage.refuses('end', 736)
    stage.host.end()
    expect(stage.host.endedIt()).toBe(true)
    await settle(stage)
    expect(stage.host.endedIt()).toBe(false)
  })
})

describe('orders about all', () => {
  it('mute with and without leave to unmute, unmute, lower every hand, admit all', async () => {
    const stage = hostStage({
      members: [
        member({ memberId: 'me', role: 'chair' }),
        member({ memberId: 'a', handRaisedAt: 5 }),
        member({ memberId: 'b' }),
        member({ memberId: 'c', handRaisedAt: 7 }),
      ],
    })
    stage.host.muteAll(false)
    stage.host.muteAll(true)
    stage.host.unmuteAll()
    stage.host.lowerAllHands()
    stage.host.admitAll()
    stage.host.refuse('w')
    await settle(stage)
    expect(stage.calls).toEqual([
      ['muteAll', { allowUnmute: false }],
      ['muteAll', { allowUnmute: true }],
      ['unmuteAll'],
      ['lowerHand', ['a', 'c']],
      ['admit', 'all'],
      ['refuse', ['w']],
    ])
  })
  it('asks nothing of the server when no hand is up', () => {
    const stage = hostStage()
    stage.host.lowerAllHands()
    expect(stage.calls).toEqual([])
  })
})

describe('who waits', () => {
  const host = member({ memberId: 'me', role: 'chair' })
  const waiting = (...names: string[]) => [
    host,
    ...names.map((name) => member({ memberId: name, displayName: name, state: 'waiting' })),
  ]
  it('is told by name with a button, several as a number, and no longer when nobody does', async () => {
    const stage = hostStage({ members: [host] })
    await stage.becomes({}, waiting('Ann'))
    expect(stage.told.at(-1)).toMatchObject({
      message: { key: 'waiting.one', values: { name: 'Ann' } },
      question: 'waiting',
      action: { label: { key: 'waiting.admit' } },
    })
    stage.told.at(-1)?.action?.run()
    expect(stage.calls).toEqual([['admit', ['Ann']]])
    await stage.becomes({}, waiting('Ann', 'Bob'))
    expect(stage.said().at(-1)).toEqual({ key: 'waiting.many', values: { count: 2 } })
    stage.told.at(-1)?.action?.run()
    expect(stage.panels.store.get().open).toBe('people')
    const before = stage.told.length
    await stage.becomes({}, [host])
    expect(stage.dropped).toContain('waiting')
    expect(stage.told).toHaveLength(before)
  })
  it('is only spoken while the list is in sight', async () => {
    const stage = hostStage({ members: [host] })
    stage.panels.open('people')
    await stage.becomes({}, waiting('Ann'))
    expect(stage.told.at(-1)).toMatchObject({ heardOnly: true })
  })
  it('is not told again by what changes elsewhere', async () => {
    const stage = hostStage({ members: [host] })
    await stage.becomes({}, waiting('Ann'))
    await stage.becomes({ locked: true })
    expect(stage.told).toHaveLength(1)
  })
})

describe('the host view', () => {
  it('lets everybody claim a free place, and who booked the meeting any', () => {
    const members = [member({ memberId: 'me' }), member({ memberId: 'h', role: 'chair' })]
    const session = {
      is: 'signed-in',
      userId: 'ann',
      name: 'Ann',
      guest: false,
      confId: null,
      deadline: 0,
    } as const
    const mayClaim = (view: object, of = {}) => hostStage({ members, view, ...of }).host.store.get()?.mayClaim
    expect(mayClaim({ chairMemberId: 'h' })).toBe(false)
    expect(mayClaim({ chairMemberId: null })).toBe(true)
    expect(mayClaim({ chairMemberId: 'h', createdBy: 'ann' }, { session })).toBe(true)
    expect(mayClaim({ chairMemberId: 'h', createdBy: 'bob' }, { session })).toBe(false)
    expect(hostStage({ session, view: { createdBy: 'ann' } }).host.store.get()?.mayClaim).toBe(false)
  })
  it('reads the meeting once for all that happens before the next picture', async () => {
    const stage = hostStage()
    let read = 0
    stage.host.store.subscribe(() => {
      read += 1
    })
    const many = Array.from({ length: 300 }, (_, id) => member({ memberId: `m${id}` }))
    const me = member({ memberId: 'me', role: 'chair' })
    await Promise.all(many.map((_, count) => stage.becomes({}, [me, ...many.slice(0, count)])))
    expect(read).toBeLessThan(20)
  })
  it('stops with the room', async () => {
    const stage = hostStage({ members: [member({ memberId: 'me', role: 'chair' })] })
    stage.host.stop()
    await stage.becomes({}, [
      member({ memberId: 'me', role: 'chair' }),
      member({ memberId: 'w', state: 'waiting' }),
    ])
    expect(stage.told).toEqual([])
  })
})
