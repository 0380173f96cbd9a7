import { describe, expect, it } from 'vitest'
import { HOME_TENANT } from '../ids.ts'
import { DAY } from '../instant.ts'
import { createSequentialIds } from '../memory/ids.ts'
import { createTestSecrets } from '../memory/secrets.ts'
import type { Keyring } from '../ports/keyring.ts'
import type { Log } from '../ports/log.ts'
import { addDays, createCalendar } from '../statistics/calendar.ts'
import { dueAt, takeStatistics } from '../statistics/take-statistics.ts'
import { AT } from './append.ts'
import type { Open } from './harness.ts'
import { aSiteEvent } from './push-given.ts'

/** A log, and where the statistics keep how far they are. */
export type StatisticsPorts = { log: Log; keyring: Keyring }

/** A log and a keyring on which several nodes take the statistics at the same moment. */
export function statisticsContract(name: string, open: Open<StatisticsPorts>): void {
  describe(`statistics at several hands: ${name}`, () => {
    it('takes each day once, whoever is first', async () => {
      const { port, peer, close } = await open()
      const calendar = createCalendar('UTC')
      const first = calendar.dayOf(AT)
      let told = 0
      /** What every node does when a day falls due, and again when it is started. */
      const take = (now: number): Promise<unknown> =>
        Promise.all(
          [port, peer, port, peer].map(({ log, keyring }, seed) =>
            takeStatistics({
              log,
              keyring,
              calendar,
              clock: { now: () => now },
              secrets: createTestSecrets(),
              ids: createSequentialIds(seed),
              tenants: async () => [HOME_TENANT],
              onRecorded: () => {
                told += 1
              },
            }),
          ),
        )
      const taken = async () =>
        (await peer.log.entries({ after: 0, limit: 100 })).flatMap((entry) =>
          entry.type === 'StatisticTaken' ? entry.data.day : [],
        )

      await port.log.record([aSiteEvent({ id: 'first', time: calendar.startOf(first) })])
      await take(dueAt(calendar, first) - 1)
      expect(await taken()).toEqual([])
      await take(dueAt(calendar, first))
      expect(await taken()).toEqual([first])
      const second = addDays(first, 1)
      await take(dueAt(calendar, second))
      await take(dueAt(calendar, second) + DAY - 1)
      expect(await taken()).toEqual([first, second])
      // After an outage of all of them.
      const later = [2, 3, 4].map((days) => addDays(first, days))
      await take(dueAt(calendar, addDays(first, 4)))
      expect(await taken()).toEqual([first, second, ...later])
      expect(told).toBe(5)
      await close()
    })
  })
}
