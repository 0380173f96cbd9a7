import { readdirSync, readFileSync } from 'node:fs'
import { type EncodeTarget, EVENT_TYPES, type LogEntry, SITE, SITE_EVENT_TYPES } from '@parley/core'
import { forAllPlans } from '@parley/core/testing'
import { EXTENDED_ACTIONS, eventTypeOf, MEETING_ACTIONS } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { createEncode } from '#push/encode.ts'
import { createPresent, EXTENSIONS } from './present.ts'
import { DEFAULT_EVENTBRIDGE_SETTINGS } from './settings.ts'

const folder = new URL('./fixtures/', import.meta.url)
const text = (name: string): string => readFileSync(new URL(name, folder), 'utf8')
const read = <T>(name: string): T => JSON.parse(text(name)) as T
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.event.json'))
  .map((name) => name.replace('.event.json', ''))

const present = createPresent(DEFAULT_EVENTBRIDGE_SETTINGS)
const encode = createEncode(DEFAULT_EVENTBRIDGE_SETTINGS)
const whole = { body: { form: 'ORIGINAL' }, contentType: null } as const
/** As a target of the cloud's API is; and one that asks for all there is. */
const PLAIN: EncodeTarget = { ...whole, dialect: 'seed', extended: false }
const EXTENDED: EncodeTarget = { ...whole, dialect: 'cloudevents', extended: true }

/** What the target gets, as text, so that the order of keys counts. */
function told(entry: LogEntry, target: EncodeTarget): string {
  const event = present(entry)
  return event && (target.extended || !event.extendedOnly) ? encode(event, target).body : 'null'
}

describe('the document’s form of events', () => {
  it.each(cases)('[E3] [E4] %s', (name) => {
    const entry = read<LogEntry>(`${name}.event.json`)
    expect(told(entry, PLAIN)).toBe(JSON.stringify(read(`${name}.push.json`)))
    expect(told(entry, EXTENDED)).toBe(JSON.stringify(read(`${name}.cloudevents.json`)))
  })

  it.each(cases)('[E3] %s is what the catalogue says of it', (name) => {
    const event = present(read<LogEntry>(`${name}.event.json`))
    if (!event) return
    const schema = eventTypeOf(event.type)?.data
    expect(schema?.parse(event.data)).toEqual(event.data)
    const all = { ...(event.data as object), ...event.extendedData }
    expect(schema?.parse(all)).toEqual(all)
    expect(Object.keys(event.extensions ?? {})).toEqual([...EXTENSIONS])
    const { meetingUUID = null } = event.data as { meetingUUID?: string }
    expect(event.orderKey).toBe(meetingUUID)
  })

  it('[E3] tells of these and of nothing else', () => {
    const says: Record<string, string[]> = {}
    for (const name of cases) {
      const entry = read<LogEntry>(`${name}.event.json`)
      const { action = '' } = (present(entry)?.data ?? {}) as { action?: string }
      says[entry.type] = [...(says[entry.type] ?? []), action].filter(Boolean)
    }
    for (const list of Object.values(says)) list.sort()
    expect(says).toMatchObject({
      RunOccupied: ['meeting_start'],
      RunVacated: ['meeting_end'],
      MicChanged: ['mic_off', 'mic_off', 'mic_on'],
      CameraChanged: ['camera_off', 'camera_on'],
      LockChanged: ['lock_off', 'lock_on', 'lock_on'],
      HostChanged: ['host_off', 'host_off', 'host_on', 'host_on', 'host_on'],
      LoudspeakerChanged: ['speaker_off', 'speaker_on'],
      ShareChanged: ['share_off', 'share_on'],
      HandChanged: ['hand_down', 'hand_up'],
      ParticipantRenamed: ['rename'],
      StatisticTaken: [],
    })
    const words: readonly string[] = [...MEETING_ACTIONS, ...EXTENDED_ACTIONS]
    for (const word of Object.values(says).flat()) expect(words).toContain(word)
    const untold = [...EVENT_TYPES, ...SITE_EVENT_TYPES].filter((type) => !says[type])
    expect(untold.length + Object.keys(says).length).toBe(EVENT_TYPES.length + SITE_EVENT_TYPES.length)
    for (const type of untold)
      expect(present({ type, data: {}, runId: null, conferenceId: SITE } as unknown as LogEntry)).toBeNull()
  })

  it('[E3] says the same of an entry whenever it is asked, of whatever was recorded', {
    timeout: 30_000,
  }, () => {
    const types = new Set<string>()
    forAllPlans(({ log }) => {
      const last = log.at(-1)
      if (!last) return
      const entry: LogEntry = { ...last, position: 1 }
      const event = present(entry)
      expect(present(entry)).toEqual(event)
      if (!event) return
      types.add(event.type)
      const all = { ...(event.data as object), ...event.extendedData }
      expect(eventTypeOf(event.type)?.data.parse(all)).toEqual(all)
    })
    expect(types.size).toBe(3)
  })

  it('[E3] takes account, region, prefix and words from the settings', () => {
    const event = createPresent({
      ...DEFAULT_EVENTBRIDGE_SETTINGS,
      region: 'cn-hongkong',
      accountId: '77',
      meetingPrefix: 'hk-',
      actions: { member_join: 'member_enter' },
    })(read<LogEntry>('member-join-user.event.json'))
    expect(event).toMatchObject({
      subject: 'acs.aliyuncvc:cn-hongkong:77:1001',
      extensions: { aliyunaccountid: '77', aliyunregionid: 'cn-hongkong' },
      data: { meetingUUID: 'hk-019aab5a6c7b747abd93fabd2a210001', action: 'member_enter' },
      orderKey: 'hk-019aab5a6c7b747abd93fabd2a210001',
    })
  })

  it('[E3] names whoever is a number only by that, in the group of guests', () => {
    const entry = read<LogEntry>('member-join-guest.event.json')
    const data = { ...entry.data, who: { is: 'phone', number: '13800138000' } }
    expect(present({ ...entry, data } as LogEntry)).toMatchObject({
      subject: 'acs.aliyuncvc:cn-hangzhou:1001:0',
      data: { groupId: '0', userId: '13800138000' },
    })
  })

  it('[E4] names no operator whose number was erased', () => {
    const entry = read<LogEntry>('lock.event.json')
    const event = present({ ...entry, actor: { ...entry.actor, name: '', number: '' } })
    expect(event?.data).not.toHaveProperty('userId')
    expect(event?.extendedData).not.toHaveProperty('operatorId')
  })

  it('[E3] never names the address of the publisher, nor anybody by name unless asked', () => {
    for (const name of cases) {
      const entry = read<LogEntry>(`${name}.event.json`)
      expect(told(entry, PLAIN)).not.toMatch(/publishaddr|Ann|operator/)
      expect(told(entry, EXTENDED)).not.toContain('publishaddr')
    }
  })
})
