import type { ConferenceEvent, EventData, EventType } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { member } from './fixtures.ts'
import { newsOf } from './news.ts'

const host = member({ memberId: 'h', displayName: 'Li Wei', role: 'chair' })
const cohost = member({ memberId: 'me', displayName: 'Me', role: 'cohost' })
const guest = member({ memberId: 'g', displayName: 'Gu' })
const wang = member({ memberId: 'w', displayName: 'Wang', state: 'waiting' })
const members = [host, cohost, guest, wang]
const told = <T extends EventType>(
  type: T,
  data: EventData[T],
  { me = 'me', actor = 'h', api = false }: { me?: string; actor?: string | null; api?: boolean } = {},
) =>
  newsOf(
    {
      confId: '1',
      version: 2,
      eventId: 'e',
      time: 1,
      actor,
      type,
      data,
      ...(api ? { by: { name: 'Li Wei', via: 'rest' } } : {}),
    } as ConferenceEvent,
    { me, members },
  )?.message
const liWei = { key: 'who.host', values: { name: 'Li Wei' } }

describe('what hosts are told', () => {
  it.each(['rejected', 'busy', 'timeout', 'offline', 'failed'] as const)(
    'an invitation that was %s',
    (result) => {
      expect(told('member.inviteResult', { inviteId: 'i', memberId: 'w', result, state: 'invited' })).toEqual(
        {
          key: `news.invite.${result}`,
          values: { name: 'Wang' },
        },
      )
    },
  )
  it('nothing of one that was accepted or taken back: the list shows it', () => {
    for (const result of ['accepted', 'cancelled'] as const)
      expect(
        told('member.inviteResult', { inviteId: 'i', memberId: 'w', result, state: 'invited' }),
      ).toBeUndefined()
  })
  it('whom another host let in or sent away, and not what they did themselves', () => {
    const over = (outcome: 'admitted' | 'refused' | 'expired', actor = 'h', me = 'me') =>
      told('member.waitingOver', { memberId: 'w', outcome, state: null }, { actor, me })
    expect(over('admitted')).toEqual({ key: 'news.admitted', values: { name: 'Wang', actor: liWei } })
    expect(over('refused')).toEqual({ key: 'news.refused', values: { name: 'Wang', actor: liWei } })
    expect(over('expired')).toBeUndefined()
    expect(over('admitted', 'me')).toBeUndefined()
    expect(over('admitted', 'h', 'g')).toBeUndefined()
  })
  it('who was removed by whom, and through what', () => {
    const left = { memberId: 'g', reason: 'kicked' } as const
    expect(told('member.left', left, { api: true })).toEqual({
      key: 'news.removed',
      values: { name: 'Gu', actor: { key: 'who.hostApi', values: { name: 'Li Wei' } } },
    })
    expect(told('member.left', left, { actor: 'me' })).toMatchObject({ key: 'news.left' })
  })
})

describe('what everybody is told', () => {
  it('that one is heard again, when the host alone had muted one', () => {
    const held = members.map((one) => (one === guest ? { ...one, chairMuted: true, muted: true } : one))
    const free = (selfMuted: boolean) =>
      newsOf(
        {
          confId: '1',
          version: 2,
          eventId: 'e',
          time: 1,
          actor: 'h',
          type: 'member.audioChanged',
          data: { memberId: 'g', selfMuted, chairMuted: false, muted: selfMuted },
        },
        { me: 'g', members: held },
      )
    expect(free(false)).toMatchObject({
      message: { key: 'news.onAir', values: { actor: liWei } },
      urgent: true,
    })
    expect(free(true)?.message.key).toBe('news.unmutedYou')
  })
  it('that the host is gone, and who made one the host', () => {
    expect(told('conference.chairChanged', { from: 'h', to: null }, { me: 'g' })).toEqual({
      key: 'news.noHost',
    })
    expect(told('conference.chairChanged', { from: 'h', to: 'me' })).toEqual({
      key: 'news.nowHostBy',
      values: { actor: liWei },
    })
    expect(told('conference.chairChanged', { from: null, to: 'me' }, { actor: 'me' })).toEqual({
      key: 'news.nowHost',
    })
  })
  it('that the meeting was extended', () => {
    expect(told('conference.updated', { endTime: 5 })).toEqual({
      key: 'news.extended',
      values: { actor: liWei },
    })
    expect(told('conference.updated', { endTime: 5 }, { actor: 'me' })).toEqual({ key: 'news.extendedNow' })
    expect(told('conference.updated', { endTime: 5 }, { actor: null })).toEqual({
      key: 'news.extendedSystem',
    })
  })
  it.each([
    [{ chat: 'none' }, 'chat.none'],
    [{ chat: 'free' }, 'news.chatOpen'],
    [{ shareLocked: true }, 'share.lockedByHost'],
    [{ shareBy: 'hosts' }, 'share.onlyHosts'],
    [{ allowOpenCamera: false }, 'room.heldCamera'],
    [{ memberInvite: true }, 'news.mayInvite'],
    [{ chat: 'none', shareLocked: true }, 'news.rules'],
  ] as const)('%j as %s', (settings, key) => {
    expect(told('conference.updated', { settings }, { me: 'g' })).toMatchObject({ key })
  })
  it('of the waiting room only to hosts, and nothing of one’s own changes', () => {
    const settings = { waitingRoom: true }
    expect(told('conference.updated', { settings })).toEqual({ key: 'news.waitingRoomOn' })
    expect(told('conference.updated', { settings }, { me: 'g' })).toBeUndefined()
    expect(told('conference.updated', { settings: { chat: 'none' } }, { actor: 'me' })).toBeUndefined()
  })
})
