import type { ConferenceEvent, EventData, EventType } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { member } from './fixtures.ts'
import { newsOf } from './news.ts'

const me = member({ memberId: 'me', displayName: 'Me' })
const host = member({ memberId: 'h', displayName: 'Li Wei', role: 'chair' })
const ann = member({ memberId: 'a', displayName: 'Ann' })
const context = { me: 'me', members: [me, host, ann] }

const event = <T extends EventType>(type: T, data: EventData[T], actor: string | null = 'h') =>
  ({ confId: '1', version: 2, eventId: 'e', time: 1, actor, type, data }) as ConferenceEvent
const told = (one: ConferenceEvent, members = context.members) => newsOf(one, { me: 'me', members })

const audio = (changes: object) => ({
  memberId: 'me',
  selfMuted: false,
  chairMuted: true,
  muted: true,
  ...changes,
})

describe('what the reader is told', () => {
  it('of a screen only when it comes or goes', () => {
    const shares = (sharing: boolean, was: boolean) =>
      told(event('member.updated', { memberId: 'a', sharing }), [me, host, { ...ann, sharing: was }])?.message
    expect(shares(true, false)).toEqual({ key: 'share.begins', values: { name: 'Ann' } })
    expect(shares(false, true)).toEqual({ key: 'share.ends', values: { name: 'Ann' } })
    expect(shares(false, false)).toBeUndefined()
  })

  it('names who muted', () => {
    const news = told(event('member.audioChanged', audio({})))
    expect(news).toMatchObject({
      message: {
        key: 'news.mutedBy',
        values: { actor: { key: 'who.host', values: { name: 'Li Wei' } } },
      },
      urgent: true,
    })
  })
  it('says when it came through an interface, and of whom nobody here knows more than the name', () => {
    const by = (name: string, via: 'page' | 'api') => ({ name, via })
    const muted = (actor: string, who: ReturnType<typeof by>) =>
      told({ ...event('member.audioChanged', audio({}), actor), by: who } as ConferenceEvent)?.message
    expect(muted('h', by('Li Wei', 'api'))).toMatchObject({ values: { actor: { key: 'who.hostApi' } } })
    expect(muted('w', by('Room 4', 'api'))).toMatchObject({
      values: { actor: { key: 'who.api', values: { name: 'Room 4' } } },
    })
    expect(muted('a', by('Ann', 'page'))).toMatchObject({ values: { actor: 'Ann' } })
  })
  it('tells hosts of raised hands, and the one whose hand was lowered', () => {
    const raised = event('member.handChanged', { memberId: 'a', handRaisedAt: 5 }, 'a')
    expect(told(raised)).toBeNull()
    const asHost = newsOf(raised, { me: 'h', members: context.members })
    expect(asHost).toMatchObject({ message: { key: 'hand.news' }, group: { name: 'hands' } })
    const up = [{ ...me, handRaisedAt: 5 }, host]
    const lowered = event('member.handChanged', { memberId: 'me', handRaisedAt: null })
    expect(told(lowered, up)?.message.key).toBe('hand.lowered')
    expect(told({ ...lowered, actor: 'me' } as ConferenceEvent, up)).toBeNull()
  })
  it('says whom everybody is shown', () => {
    const shown = (on: 'broadcast' | 'rollCall' | 'nobody', memberId: string | null) =>
      told(event('conference.mainVideoChanged', { memberId, spotlight: { on, memberId } }))?.message.key
    expect(shown('broadcast', 'a')).toBe('news.spotlight')
    expect(shown('broadcast', 'me')).toBe('news.spotlightYou')
    expect(shown('rollCall', 'me')).toBe('news.rollCallYou')
    expect(shown('nobody', null)).toBe('news.spotlightOver')
  })
  it('does not invent an actor it cannot know', () => {
    expect(told(event('member.audioChanged', audio({}), 'admin'))?.message).toEqual({
      key: 'news.mutedYouSystem',
    })
  })
  it('says nothing about my own switches and those of others', () => {
    expect(told(event('member.audioChanged', audio({ chairMuted: false, selfMuted: true }), 'me'))).toBeNull()
    expect(told(event('member.audioChanged', audio({ memberId: 'a' })))).toBeNull()
  })
  it('says when the host lets me speak', () => {
    const held = [{ ...me, chairMuted: true, muted: true }, host]
    const free = audio({ chairMuted: false, selfMuted: true, muted: true })
    expect(told(event('member.audioChanged', free), held)?.message.key).toBe('news.unmutedYou')
  })
  it('groups who comes and goes', () => {
    const bob = member({ memberId: 'b', displayName: 'Bob' })
    expect(told(event('member.joined', { member: bob }))).toMatchObject({ group: { name: 'joined' } })
    expect(told(event('member.joined', { member: me }))).toBeNull()
    expect(told(event('member.left', { memberId: 'a', reason: 'lost' }))?.message).toEqual({
      key: 'news.left',
      values: { name: 'Ann' },
    })
  })
  it('keeps quiet while the meeting ends: the leave page says it', () => {
    expect(told(event('member.left', { memberId: 'a', reason: 'ended' }))).toBeNull()
  })
  it('tells a new host', () => {
    const change = (to: string) => event('conference.chairChanged', { from: null, to })
    expect(told(change('me'))?.message.key).toBe('news.nowHost')
    expect(told(change('a'))?.message).toEqual({ key: 'news.otherHost', values: { name: 'Ann' } })
  })
  it('tells the lock with and without a known actor', () => {
    expect(told(event('conference.lockChanged', { locked: true }))?.message.key).toBe('news.locked')
    expect(told(event('conference.lockChanged', { locked: false }, null))?.message.key).toBe(
      'news.unlockedNow',
    )
  })
  it('leaves the rest to the pictures', () => {
    expect(told(event('conference.mediaMoved', { epoch: 2, gatewayId: null }))).toBeNull()
  })
})
