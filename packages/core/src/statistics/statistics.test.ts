import { describe, expect, it } from 'vitest'
import type { EventType } from '../conference/events.ts'
import { HOME_TENANT, type TenantId } from '../ids.ts'
import { HOUR, MINUTE, SECOND } from '../instant.ts'
import { FakeClock } from '../memory/clock.ts'
import { createSequentialIds } from '../memory/ids.ts'
import { createMemoryKeyring } from '../memory/keyring.ts'
import { sha256 } from '../memory/sha-256.ts'
import type { NewSiteEvent, SiteRecorded } from '../site/events.ts'
import { isSiteEntry, type LogEntry } from '../site/log-entry.ts'
import { addDays, createCalendar } from './calendar.ts'
import { startStatistics } from './start-statistics.ts'
import { lastDue, type StatisticsParts, takeStatistics } from './take-statistics.ts'

const OTHER = '2002' as TenantId
const at = (text: string): number => Date.parse(text)

/** A log that can be read and written as the statistics do, and how much of it was read. */
function house(timeZone = 'Asia/Shanghai', tenants: TenantId[] = [HOME_TENANT]) {
  const entries: LogEntry[] = []
  const clock = new FakeClock(at('2026-11-20T00:00:00Z'))
  const ids = createSequentialIds()
  const keyring = createMemoryKeyring()
  const calendar = createCalendar(timeZone)
  const digests = new Map<string, string>()
  let told = 0
  let read = 0
  let recordFails = false
  const parts: StatisticsParts & { clock: FakeClock; onError: (error: unknown) => void } = {
    log: {
      async entries({ after, limit }) {
        const page = entries.filter(({ position }) => position > after).slice(0, limit)
        read += page.length
        return page
      },
      async record(events: readonly NewSiteEvent[]) {
        if (recordFails) throw new Error('the store is away')
        return events.map((event) => {
          if (entries.some(({ id }) => id === event.id)) return null
          const position = (entries.at(-1)?.position ?? 0) + 1
          const recorded = { ...event, conferenceId: '0', runId: null, position } as unknown as SiteRecorded
          entries.push(recorded)
          return recorded
        })
      },
    },
    keyring,
    secrets: {
      digest(text) {
        const hex = sha256([...new TextEncoder().encode(text)])
          .map((byte) => byte.toString(16).padStart(2, '0'))
          .join('')
        digests.set(text, hex)
        return hex
      },
    },
    clock,
    ids,
    calendar,
    tenants: async () => tenants,
    onRecorded: () => {
      told += 1
    },
    onError: () => {},
  }

  /** Puts an event of a run into the log; the clock has nothing to do with it. */
  function happened(
    time: string | number,
    type: EventType,
    runId: string | null = 'run-1',
    tenantId = HOME_TENANT,
  ) {
    const position = (entries.at(-1)?.position ?? 0) + 1
    const when = typeof time === 'string' ? at(time) : time
    entries.push({
      id: `e-${position}`,
      conferenceId: '123456789',
      position,
      time: when,
      type,
      runId,
      tenantId,
    } as unknown as LogEntry)
  }

  const taken = (): SiteRecorded<'StatisticTaken'>[] =>
    entries.filter((entry): entry is SiteRecorded<'StatisticTaken'> => isSiteEntry(entry))
  const counts = () =>
    taken().map(({ data: { day, meetings, minutes, joins, peak } }) => [day, meetings, minutes, joins, peak])
  return {
    parts,
    clock,
    keyring,
    calendar,
    entries,
    happened,
    taken,
    counts,
    take: (now: string) => {
      clock.advance(at(now) - clock.now())
      return takeStatistics(parts)
    },
    told: () => told,
    reads: () => {
      const count = read
      read = 0
      return count
    },
    failing: (fails: boolean) => {
      recordFails = fails
    },
  }
}

/** A meeting of `people` from one time to another, in the order in which the core writes it. */
function meeting(
  { happened }: ReturnType<typeof house>,
  from: string,
  to: string,
  people = 1,
  runId = 'run-1',
  tenantId = HOME_TENANT,
) {
  happened(from, 'RunStarted', runId, tenantId)
  happened(from, 'RunOccupied', runId, tenantId)
  for (let one = 0; one < people; one += 1) happened(from, 'ParticipantJoined', runId, tenantId)
  for (let one = 0; one < people; one += 1) happened(to, 'ParticipantLeft', runId, tenantId)
  happened(to, 'RunVacated', runId, tenantId)
  happened(to, 'RunEnded', runId, tenantId)
}

describe('what a day’s statistic counts', () => {
  it('[E10] meetings, minutes rounded up over the whole day, joins with repeats, most people at once', async () => {
    const scene = house('UTC')
    meeting(scene, '2026-11-21T09:00:00Z', '2026-11-21T09:10:20Z', 3, 'run-1')
    scene.happened('2026-11-21T10:00:00Z', 'RunOccupied', 'run-2')
    scene.happened('2026-11-21T10:00:00Z', 'ParticipantJoined', 'run-2')
    scene.happened('2026-11-21T10:00:10Z', 'ParticipantInterrupted', 'run-2')
    scene.happened('2026-11-21T10:00:15Z', 'ParticipantResumed', 'run-2')
    scene.happened('2026-11-21T10:00:20Z', 'ParticipantLeft', 'run-2')
    scene.happened('2026-11-21T10:00:20Z', 'RunVacated', 'run-2')
    // The same person, the same run, once more: another join, no other meeting.
    scene.happened('2026-11-21T11:00:00Z', 'RunOccupied', 'run-2')
    scene.happened('2026-11-21T11:00:00Z', 'ParticipantJoined', 'run-2')
    scene.happened('2026-11-21T11:00:00.001Z', 'ParticipantLeft', 'run-2')
    scene.happened('2026-11-21T11:00:00.001Z', 'RunVacated', 'run-2')
    // Booked and begun, but nobody came.
    scene.happened('2026-11-21T12:00:00Z', 'ConferenceScheduled', null)
    scene.happened('2026-11-21T12:00:00Z', 'RunStarted', 'run-3')
    await scene.take('2026-11-22T00:05:00Z')
    // 10:20 + 0:20 + 0:00.001
    expect(scene.counts()).toEqual([['2026-11-21', 2, 11, 5, 3]])
    expect(scene.taken()[0]?.data.startsAt).toBe(at('2026-11-21T00:00:00Z'))
  })

  it('[E10] people of meetings that overlap are inside at the same time', async () => {
    const scene = house('UTC')
    scene.happened('2026-11-21T09:00:00Z', 'RunOccupied', 'run-1')
    scene.happened('2026-11-21T09:00:00Z', 'ParticipantJoined', 'run-1')
    scene.happened('2026-11-21T09:01:00Z', 'RunOccupied', 'run-2')
    scene.happened('2026-11-21T09:01:00Z', 'ParticipantJoined', 'run-2')
    scene.happened('2026-11-21T09:01:30Z', 'ParticipantJoined', 'run-2')
    scene.happened('2026-11-21T09:02:00Z', 'ParticipantLeft', 'run-1')
    scene.happened('2026-11-21T09:02:00Z', 'RunVacated', 'run-1')
    scene.happened('2026-11-21T09:03:00Z', 'ParticipantJoined', 'run-2')
    await scene.take('2026-11-22T00:05:00Z')
    expect(scene.counts()[0]?.[4]).toBe(3)
  })

  it('[E10] who is inside over midnight counts into both days', async () => {
    const scene = house('Asia/Shanghai')
    // 23:30 to 00:45 in Shanghai.
    meeting(scene, '2026-11-21T15:30:00Z', '2026-11-21T16:45:00Z', 2)
    await scene.take('2026-11-21T16:05:00Z')
    await scene.take('2026-11-22T16:05:00Z')
    expect(scene.counts()).toEqual([
      ['2026-11-21', 1, 30, 2, 2],
      ['2026-11-22', 1, 45, 2, 2],
    ])
  })

  it('[E10] a meeting that lasts over a whole day is part of it, without a new entry about it', async () => {
    const scene = house('UTC')
    meeting(scene, '2026-11-20T23:00:00Z', '2026-11-22T01:00:00Z')
    await scene.take('2026-11-23T00:05:00Z')
    expect(scene.counts()).toEqual([
      ['2026-11-20', 1, 60, 1, 1],
      ['2026-11-21', 1, 1440, 1, 1],
      ['2026-11-22', 1, 60, 1, 1],
    ])
  })

  it('[E10] each tenant its own; one that is always told of also on a day without meetings', async () => {
    const scene = house('UTC')
    meeting(scene, '2026-11-20T09:00:00Z', '2026-11-20T09:05:00Z', 4, 'run-9', OTHER)
    await scene.take('2026-11-21T00:05:00Z')
    await scene.take('2026-11-22T00:05:00Z')
    expect(scene.taken().map(({ tenantId, data }) => [tenantId, data.day, data.joins])).toEqual([
      [HOME_TENANT, '2026-11-20', 0],
      [OTHER, '2026-11-20', 4],
      [HOME_TENANT, '2026-11-21', 0],
    ])
  })

  // Hours of the day, and how many minutes a meeting over the whole of it has.
  const days: [string, string, number][] = [
    ['America/New_York', '2026-03-08', 23 * 60],
    ['America/New_York', '2026-11-01', 25 * 60],
    ['Africa/Cairo', '2026-04-24', 23 * 60],
    ['America/Havana', '2026-11-01', 25 * 60],
    ['America/Sao_Paulo', '2018-11-04', 23 * 60],
  ]
  it.each(days)('[E11] in %s, %s is counted for what it has: %i minutes', async (timeZone, day, minutes) => {
    const scene = house(timeZone)
    const { startOf } = scene.calendar
    const clock = new FakeClock(startOf(addDays(day, 1)) + 5 * MINUTE)
    scene.happened(startOf(day) - HOUR, 'RunOccupied')
    scene.happened(startOf(day) - HOUR, 'ParticipantJoined')
    scene.happened(startOf(addDays(day, 1)) + MINUTE, 'ParticipantLeft')
    await takeStatistics({ ...scene.parts, clock })
    expect(scene.counts().at(-1)).toEqual([day, 1, minutes, 1, 1])
  })
})

describe('when a statistic is taken', () => {
  it.each([
    ['Asia/Shanghai', '2026-11-21', '2026-11-21T16:05:00Z'],
    ['America/New_York', '2026-03-08', '2026-03-09T04:05:00Z'],
    ['America/New_York', '2026-11-01', '2026-11-02T05:05:00Z'],
    // The day after begins at 01:00, as there is no midnight.
    ['Africa/Cairo', '2026-04-23', '2026-04-23T22:05:00Z'],
    ['America/Sao_Paulo', '2018-11-03', '2018-11-04T03:05:00Z'],
  ])('[E12] in %s, that of %s at %s', (timeZone, day, due) => {
    const calendar = createCalendar(timeZone)
    expect(lastDue(calendar, at(due))).toBe(day)
    expect(lastDue(calendar, at(due) - 1)).toBe(addDays(day, -1))
  })

  it('[E12] a day that the zone left out has none, the one before is told in time', async () => {
    const calendar = createCalendar('Pacific/Apia')
    expect(lastDue(calendar, at('2011-12-30T10:04:59Z'))).toBe('2011-12-28')
    const scene = house('Pacific/Apia')
    scene.happened('2011-12-29T20:00:00Z', 'RunStarted')
    await takeStatistics({ ...scene.parts, clock: new FakeClock(at('2012-01-01T10:05:00Z')) })
    expect(scene.counts().map(([day]) => day)).toEqual(['2011-12-29', '2011-12-31', '2012-01-01'])
  })

  it('[E12] once a day by itself, over restarts, days of 23 and 25 hours included', async () => {
    const scene = house('America/New_York')
    scene.clock.advance(at('2027-03-06T12:20:00Z') - scene.clock.now())
    // The clock goes forward on 14 March.
    scene.happened(scene.clock.now(), 'ConferenceScheduled', null)
    const seen: string[] = []
    for (let restart = 0; restart < 6; restart += 1) {
      const statistics = startStatistics(scene.parts)
      await settled()
      for (let step = 0; step < 60 * 12; step += 1) {
        const before = scene.taken().length
        scene.clock.advance(5 * MINUTE)
        await settled()
        if (scene.taken().length > before) seen.push(new Date(scene.clock.now()).toISOString())
      }
      await statistics.stop()
    }
    const days = scene.counts().map(([day]) => day)
    expect(days).toEqual(Array.from({ length: 15 }, (_, index) => addDays('2027-03-06', index)))
    expect(
      scene.taken().map(({ time, data: { day } }) => time - scene.calendar.startOf(addDays(day, 1))),
    ).toEqual(days.map(() => 5 * MINUTE))
    expect(seen).toHaveLength(15)
  })

  it('[E12] nothing is told of days before the log began', async () => {
    const scene = house('UTC')
    await scene.take('2026-11-21T00:05:00Z')
    expect(scene.taken()).toEqual([])
    scene.happened('2026-11-21T09:00:00Z', 'ConferenceScheduled', null)
    await scene.take('2026-11-21T10:00:00Z')
    expect(scene.taken()).toEqual([])
  })

  it('[E12] after an outage the last seven days are made up for, with who stayed inside from before', async () => {
    const scene = house('UTC')
    meeting(scene, '2026-11-20T09:00:00Z', '2026-11-20T10:00:00Z')
    await scene.take('2026-11-21T00:05:00Z')
    meeting(scene, '2026-11-21T09:00:00Z', '2026-11-21T10:00:00Z', 7, 'lost')
    scene.happened('2026-11-22T23:00:00Z', 'RunOccupied', 'long')
    scene.happened('2026-11-22T23:00:00Z', 'ParticipantJoined', 'long')
    scene.happened('2026-12-02T00:01:00Z', 'ParticipantLeft', 'long')
    scene.happened('2026-12-02T00:01:00Z', 'RunVacated', 'long')
    await scene.take('2026-12-02T08:00:00Z')
    expect(scene.counts().map(([day, , minutes]) => [day, minutes])).toEqual([
      ['2026-11-20', 60],
      ...Array.from({ length: 7 }, (_, index) => [addDays('2026-11-25', index), 1440]),
    ])
  })
})

describe('a statistic is taken once', () => {
  it('[E13] its id is a UUID of tenant and day', async () => {
    const [scene, other] = [house('UTC'), house('UTC')]
    for (const one of [scene, other]) {
      one.happened('2026-11-20T09:00:00Z', 'RunStarted', 'run-1', OTHER)
      one.happened('2026-11-20T09:00:00Z', 'RunOccupied', 'run-1', OTHER)
    }
    await scene.take('2026-11-22T00:05:00Z')
    await other.take('2026-11-22T00:05:00Z')
    const ids = scene.taken().map(({ id }) => id)
    expect(ids).toEqual(other.taken().map(({ id }) => id))
    expect(new Set(ids).size).toBe(4)
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    // What it is made of is part of the contract: another formula would tell old days again.
    expect(ids[0]).toBe(await vector(`parley/statistic/${HOME_TENANT}/2026-11-20`))
  })

  it('[E13] several nodes at once record one', async () => {
    const scene = house('UTC')
    meeting(scene, '2026-11-20T09:00:00Z', '2026-11-20T09:30:00Z')
    scene.clock.advance(at('2026-11-21T00:05:00Z') - scene.clock.now())
    await Promise.all([1, 2, 3].map(() => takeStatistics(scene.parts)))
    expect(scene.counts()).toEqual([['2026-11-20', 1, 30, 1, 1]])
    expect(scene.told()).toBe(1)
  })

  it('[E13] ended between the record and the checkpoint, it comes to the same', async () => {
    const scene = house('UTC')
    meeting(scene, '2026-11-20T09:00:00Z', '2026-11-20T09:30:00Z')
    scene.clock.advance(at('2026-11-21T00:05:00Z') - scene.clock.now())
    const keyring = { ...scene.keyring, put: () => Promise.reject(new Error('killed')) }
    await expect(takeStatistics({ ...scene.parts, keyring })).rejects.toThrow('killed')
    expect(scene.taken()).toHaveLength(1)
    await scene.take('2026-11-21T00:10:00Z')
    await scene.take('2026-11-22T00:05:00Z')
    expect(scene.counts()).toEqual([
      ['2026-11-20', 1, 30, 1, 1],
      ['2026-11-21', 0, 0, 0, 0],
    ])
  })

  it('[E13] a store that is away delays it and loses nothing', async () => {
    const scene = house('UTC')
    meeting(scene, '2026-11-20T09:00:00Z', '2026-11-20T09:30:00Z')
    scene.failing(true)
    const statistics = startStatistics(scene.parts)
    for (let minute = 0; minute < 26 * 60; minute += 1) {
      scene.clock.advance(MINUTE)
      await settled()
    }
    expect(scene.taken()).toEqual([])
    scene.failing(false)
    scene.clock.advance(MINUTE)
    await settled()
    expect(scene.counts()).toEqual([['2026-11-20', 1, 30, 1, 1]])
    await statistics.stop()
  })

  it('[E13] after a change of the zone no day is told twice', async () => {
    const scene = house('UTC')
    meeting(scene, '2026-11-20T09:00:00Z', '2026-11-20T09:30:00Z')
    await scene.take('2026-11-22T00:05:00Z')
    const before = scene.taken().length
    await takeStatistics({ ...scene.parts, calendar: createCalendar('Asia/Shanghai') })
    expect(scene.taken()).toHaveLength(before)
  })
})

describe('a day’s statistic reads what is new', () => {
  it('[E14] and a few minutes around midnight again', async () => {
    const scene = house('UTC')
    for (let day = '2026-11-20'; day <= '2026-11-25'; day = addDays(day, 1)) {
      for (let at = 0; at < 400; at += 1)
        meeting(scene, `${day}T09:00:00Z`, `${day}T09:30:00Z`, 1, `run-${day}-${at}`)
      scene.reads()
      await scene.take(`${addDays(day, 1)}T00:05:00Z`)
      expect(scene.reads()).toBeLessThan(2 * 2_400)
    }
    expect(scene.counts().map(([, meetings]) => meetings)).toEqual([400, 400, 400, 400, 400, 400])
  })

  it('[E14] entries of two days that lie crosswise in the log count once, each for its day', async () => {
    const scene = house('UTC')
    scene.happened('2026-11-20T23:59:00Z', 'RunOccupied', 'a')
    scene.happened('2026-11-20T23:59:00Z', 'ParticipantJoined', 'a')
    scene.happened('2026-11-21T00:00:00.004Z', 'RunOccupied', 'b')
    scene.happened('2026-11-21T00:00:00.004Z', 'ParticipantJoined', 'b')
    scene.happened('2026-11-20T23:59:59.999Z', 'ParticipantLeft', 'a')
    scene.happened('2026-11-20T23:59:59.999Z', 'RunVacated', 'a')
    scene.happened('2026-11-20T23:59:59.999Z', 'RunOccupied', 'c')
    scene.happened('2026-11-20T23:59:59.999Z', 'ParticipantJoined', 'c')
    scene.happened('2026-11-21T00:01:00Z', 'ParticipantLeft', 'b')
    scene.happened('2026-11-21T00:01:00Z', 'RunVacated', 'b')
    scene.happened('2026-11-21T00:02:00Z', 'ParticipantLeft', 'c')
    scene.happened('2026-11-21T00:02:00Z', 'RunVacated', 'c')
    await scene.take('2026-11-21T00:05:00Z')
    await scene.take('2026-11-22T00:05:00Z')
    expect(scene.counts()).toEqual([
      ['2026-11-20', 2, 1, 2, 1],
      ['2026-11-21', 2, 3, 2, 2],
    ])
  })

  it('[E14] catching up gives what day by day gives, over any stays', async () => {
    const [daily, late] = [house('America/New_York'), house('America/New_York')]
    const begin = at('2026-10-30T04:00:00Z')
    let seed = 7
    const draw = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % below
    }
    const moments: [number, EventType, string][] = []
    for (let run = 0; run < 60; run += 1) {
      const from = begin + draw(5 * 24) * HOUR + draw(3_600) * SECOND
      const to = from + draw(20 * 60) * MINUTE
      moments.push([from, 'RunOccupied', `r${run}`])
      for (let person = 0; person <= draw(4); person += 1) {
        const joins = from + draw(Math.max(1, to - from))
        moments.push(
          [joins, 'ParticipantJoined', `r${run}`],
          [joins + draw(to - joins + 1), 'ParticipantLeft', `r${run}`],
        )
      }
      moments.push([to, 'RunVacated', `r${run}`])
    }
    moments.sort(([a], [b]) => a - b)
    const days = ['2026-10-31', '2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05']
    let next = 0
    for (const day of days) {
      const due = daily.calendar.startOf(day) + 5 * MINUTE
      for (; (moments[next]?.[0] ?? Number.POSITIVE_INFINITY) < due; next += 1)
        daily.happened(...moments[next]!)
      await takeStatistics({ ...daily.parts, clock: new FakeClock(due) })
    }
    for (const moment of moments) late.happened(...moment)
    await takeStatistics({ ...late.parts, clock: new FakeClock(late.calendar.startOf('2026-11-05') + HOUR) })
    expect(late.counts()).toEqual(daily.counts())
    expect(late.counts().map(([, , minutes]) => minutes)).not.toContain(0)
  })
})

async function settled(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve()
}

/** The same from the platform's own SHA-256. */
async function vector(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).slice(
    0,
    16,
  )
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
