import { readdirSync, readFileSync } from 'node:fs'
import { EVENT_TYPES, type EventType, type Recorded } from '@parley/core'
import { describe, expect, it } from 'vitest'
import { createEncodeSeed } from './encode-seed.ts'
import { createPresent } from './present.ts'
import { createSeedTime } from './seed-time.ts'
import { DEFAULT_EVENTBRIDGE_SETTINGS } from './settings.ts'

const folder = new URL('./fixtures/', import.meta.url)
const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.event.json'))
  .map((name) => name.replace('.event.json', ''))

const present = createPresent(DEFAULT_EVENTBRIDGE_SETTINGS)
const encode = createEncodeSeed(DEFAULT_EVENTBRIDGE_SETTINGS)

describe('the document’s form of events', () => {
  it.each(cases)('%s', (name) => {
    const event = present(read<Recorded>(`${name}.event.json`))
    // As text, so that the order of keys counts.
    expect(event && encode(event)).toBe(
      event ? JSON.stringify(read(`${name}.push.json`)) : read(`${name}.push.json`),
    )
  })

  it('tells of nothing else', () => {
    const told = new Set(cases.map((name) => read<Recorded>(`${name}.event.json`).type))
    const untold = EVENT_TYPES.filter((type) => !told.has(type) || type === 'LockChanged')
    const told6: EventType[] = [
      'RunOccupied',
      'RunVacated',
      'ParticipantJoined',
      'ParticipantLeft',
      'MicChanged',
      'CameraChanged',
    ]
    expect(new Set([...untold, ...told6])).toEqual(new Set(EVENT_TYPES))
    for (const type of untold)
      expect(present({ type, data: {}, runId: null } as unknown as Recorded)).toBeNull()
  })

  it('takes account, region, prefix and words from the settings', () => {
    const event = createPresent({
      ...DEFAULT_EVENTBRIDGE_SETTINGS,
      region: 'cn-hongkong',
      accountId: '77',
      meetingPrefix: 'hk-',
      actions: { member_join: 'member_enter' },
    })(read<Recorded>('member-join-user.event.json'))
    expect(event).toMatchObject({
      subject: 'acs.aliyuncvc:cn-hongkong:77:1001',
      data: { meetingUUID: 'hk-019aab5a6c7b747abd93fabd2a210001', action: 'member_enter' },
    })
  })
})

describe('the document’s time', () => {
  // The sample of the reference: 1595334143810 is 20:22:23.810 at UTC+8.
  const rows: [string, number, string][] = [
    ['Asia/Shanghai', 1_595_334_143_810, '2020-07-21 20:22:23.810000'],
    ['UTC', 1_595_334_143_810, '2020-07-21 12:22:23.810000'],
    ['Asia/Shanghai', Date.UTC(2026, 11, 31, 16, 0, 0, 7), '2027-01-01 00:00:00.007000'],
    ['UTC', Date.UTC(2027, 0, 1), '2027-01-01 00:00:00.000000'],
    ['Europe/Berlin', Date.UTC(2026, 2, 29, 0, 59, 59, 999), '2026-03-29 01:59:59.999000'],
    ['Europe/Berlin', Date.UTC(2026, 2, 29, 1, 0), '2026-03-29 03:00:00.000000'],
    ['Asia/Kathmandu', Date.UTC(2026, 5, 1, 18, 15), '2026-06-02 00:00:00.000000'],
  ]
  it.each(rows)('in %s, %i is %s', (timeZone, time, text) => {
    expect(createSeedTime(timeZone)(time)).toBe(text)
  })
})
