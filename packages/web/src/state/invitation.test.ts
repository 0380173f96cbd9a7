import { describe, expect, it } from 'vitest'
import { createRoomTexts } from '../i18n/room-texts.ts'
import { hostStage } from './host-test-stage.ts'
import { readNumber } from './invitation.ts'
import { calendarFile } from './invitation-calendar.ts'
import { calendarEntry, calendarFileName, invitationText } from './invitation-text.ts'

const link = 'https://meet.example.org/gzbwclient/conference/aB3xMTIzNDU2'
const start = Date.UTC(2027, 0, 14, 6, 0)
const facts = {
  confId: '123456789',
  title: 'Review; part 2, “plans”',
  host: '李伟',
  start,
  end: start + 5_400_000,
  link,
  password: '246810',
}
const texts = createRoomTexts()

describe('the invitation text', () => {
  it('has title, host, time with zone, link, number and password, in either language', () => {
    expect(invitationText(texts('en'), facts, 'Asia/Shanghai').replaceAll(/[\u2009\u202f]/gu, ' ')).toBe(
      [
        '李伟 invites you to a meeting',
        '',
        'Review; part 2, “plans”',
        'Thu, January 14, 2027, 2:00 – 3:30 PM (GMT+8)',
        '',
        `Join: ${link}`,
        'Meeting ID: 123 456 789',
        'Password: 246810',
      ].join('\n'),
    )
    const zh = invitationText(texts('zh-CN'), facts, 'Asia/Shanghai')
    expect(zh).toContain('李伟邀请参加会议')
    expect(zh).toContain('2027年1月14日周四 14:00–15:30（GMT+8）')
    expect(zh).toContain('会议密码：246810')
  })
  it('leaves out what there is not', () => {
    const bare = invitationText(texts('en'), { ...facts, host: null, start: null, end: null, password: null })
    expect(bare.split('\n')).toEqual([facts.title, '', `Join: ${link}`, 'Meeting ID: 123 456 789'])
  })
})

describe('the calendar file (RFC 5545)', () => {
  const entry = calendarEntry(facts, 'a\nb', start - 1)
  const file = entry ? calendarFile(entry) : ''
  const unfolded = file.replaceAll('\r\n ', '')
  it('has the times in UTC, an id of its own, and texts escaped', () => {
    expect(unfolded.split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Parley//Meetings//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
      'BEGIN:VEVENT',
      `UID:123456789-${start}@meet.example.org`,
      'DTSTAMP:20270114T055959Z',
      'DTSTART:20270114T060000Z',
      'DTEND:20270114T073000Z',
      'SUMMARY:Review\\; part 2\\, “plans”',
      'DESCRIPTION:a\\nb',
      `LOCATION:${link}`,
      `URL:${link}`,
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ])
  })
  it('folds after 75 octets without cutting a character, and reads back the same', () => {
    const title = `${'会议'.repeat(60)}😀${'x'.repeat(80)}\\;,`
    const lines = calendarFile({ ...entry!, title }).split('\r\n')
    for (const line of lines) {
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
      expect(line).not.toContain('\ufffd')
    }
    const back = lines.join('\r\n').replaceAll('\r\n ', '')
    expect(back).toContain(`SUMMARY:${'会议'.repeat(60)}😀${'x'.repeat(80)}\\\\\\;\\,`)
  })
  it('leaves no way to write lines of one’s own, and no end where there is none', () => {
    const evil = calendarFile({ ...entry!, title: 'a\r\nATTENDEE:b\u0007', end: null })
    expect(evil).toContain('SUMMARY:a\\nATTENDEE:b\r\n')
    expect(evil).not.toContain('DTEND')
  })
  it('has a name every file system takes', () => {
    expect(calendarFileName('../周会: Q4/“plan”')).toBe('周会-Q4-plan.ics')
    expect(calendarFileName('///')).toBe('meeting.ics')
  })
})

describe('inviting', () => {
  const there = { url: link, password: 'link-pw' }
  it('shows the password for entering by number', async () => {
    const told = async (answer: object) => {
      const { host, answers, clock } = hostStage()
      answers.set('conference.getJoinAddress', answer)
      host.showInvitation()
      await clock.advance(1)
      return host.invitations.store.get()
    }
    expect(await told(there)).toEqual({ is: 'there', link, password: 'link-pw' })
    expect(await told({ ...there, guestPassword: '246810' })).toMatchObject({ password: '246810' })
    expect(await told({ ...there, guestPassword: null })).toMatchObject({ password: null })
  })
  it('says when link and password could not be had', async () => {
    const { host, refuses, clock } = hostStage()
    refuses('conference.getJoinAddress', 736)
    host.showInvitation()
    await clock.advance(1)
    expect(host.invitations.store.get()).toEqual({ is: 'failed' })
    expect(host.invitations.facts()).toBeNull()
  })
  it('rings an account by its name, and a number by its digits', async () => {
    const { host, calls, answers } = hostStage()
    answers.set('invite', { results: [{ state: 'calling' }] })
    expect(await host.invitations.call(' ann.smith ')).toBe(true)
    expect(await host.invitations.call('+86 (138) 0013-8000')).toBe(true)
    expect(calls).toEqual([
      ['invite', { userIds: ['ann.smith'] }],
      ['invite', { targets: [{ mobile: '+8613800138000' }] }],
    ])
    expect(host.invitations.ring.get().told).toEqual({
      message: { key: 'invite.calling', values: { name: '+86 (138) 0013-8000' } },
      good: true,
    })
  })
  it.each([
    [{ state: 'unreachable' }, 'invite.unreachable'],
    [{ state: 'refused', code: 612 }, 'invite.noAccount'],
    [{ state: 'refused', code: 409 }, 'invite.inside'],
    [{ state: 'refused', code: 500 }, 'room.actionFailed'],
  ])('tells %j in a sentence', async (result, key) => {
    const { host, answers } = hostStage()
    answers.set('invite', { results: [result] })
    expect(await host.invitations.call('x')).toBe(false)
    expect(host.invitations.ring.get().told).toMatchObject({ good: false, message: { key } })
  })
  it('tells a refusal of the whole, and an empty field, and cancels a call', async () => {
    const { host, calls, refuses } = hostStage()
    refuses('invite', 736)
    await host.invitations.call('x')
    expect(host.invitations.ring.get().told?.message.key).toBe('host.refused.chair')
    await host.invitations.call('  ')
    expect(host.invitations.ring.get().told?.message.key).toBe('invite.whomMissing')
    host.invitations.cancel('r')
    expect(calls.at(-1)).toEqual(['cancelInvite', { memberIds: ['r'] }])
  })
  it.each([
    ['138 0013 8000', '13800138000'],
    ['+86-10', '+8610'],
    ['12', null],
    ['ann1', null],
    ['+', null],
  ])('reads %s as number %s', (text, number) => {
    expect(readNumber(text)).toBe(number)
  })
})
