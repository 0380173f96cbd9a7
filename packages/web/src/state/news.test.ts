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
  it('names who muted', () => {
    const news = told(event('member.audioChanged', audio({})))
    expect(news).toMatchObject({
      message: { key: 'news.mutedYou', values: { actor: 'Li Wei' } },
      urgent: true,
    })
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
