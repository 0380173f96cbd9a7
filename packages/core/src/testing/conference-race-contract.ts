import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConferenceId } from '../ids.ts'
import type { AppendResult, ConferenceStore } from '../ports/conference-store.ts'
import type { LogEntry } from '../site/log-entry.ts'
import { anAppend } from './append.ts'
import type { Open, Opened } from './harness.ts'
import type { LogPorts } from './log-contract.ts'

const A = '100000001' as ConferenceId

/** What a `ConferenceStore` must keep to when several callers, on several nodes, use it at once. */
export function conferenceRaceContract(name: string, open: Open<LogPorts>): void {
  describe(`conferences at several hands: ${name}`, () => {
    let opened: Opened<LogPorts>
    let store: ConferenceStore
    let peer: ConferenceStore
    beforeEach(async () => {
      opened = await open()
      store = opened.port.conferences
      peer = opened.peer.conferences
    })
    afterEach(() => opened.close())

    it('let exactly one append win a revision', async () => {
      await store.commit([anAppend({ id: A })])
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          (at % 2 === 0 ? store : peer).commit([anAppend({ id: A, after: 1, count: 2 })]),
        ),
      )
      expect(results.flat().filter(({ ok }) => ok).length).toBe(1)
      expect(results.flat().filter((result) => !result.ok && result.why === 'conflict').length).toBe(19)
      expect((await store.eventsOf(A, { after: 0, limit: 100 })).map(({ revision }) => revision)).toEqual([
        1, 2, 3,
      ])
    })

    it('let exactly one conference take a number, and one a link', async () => {
      const numbers = await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          (at % 2 === 0 ? store : peer).commit([anAppend({ id: A, linkLookup: `a${at}` })]),
        ),
      )
      expect(tally(numbers)).toEqual({ ok: 1, 'number-taken': 7 })
      const links = await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          (at % 2 === 0 ? store : peer).commit([anAppend({ id: `50000000${at}`, linkLookup: 'same' })]),
        ),
      )
      expect(tally(links)).toEqual({ ok: 1, 'link-taken': 7 })
    })

    it('never show a reader a position below one it has read', async () => {
      const rounds = 15
      const writers = [store, peer, store, peer]
      const total = rounds * writers.length * 3
      const seen: LogEntry[] = []
      const reading = (async () => {
        while (seen.length < total) {
          const news = await opened.peer.log.entries({ after: seen.at(-1)?.position ?? 0, limit: 7 })
          seen.push(...news)
          await nextTurn()
        }
      })()
      await Promise.all(
        writers.map(async (own, writer) => {
          for (let round = 0; round < rounds; round += 1) {
            const wishes = [0, 1, 2].map((at) => ({ id: `60000000${writer * 3 + at}`, after: round }))
            const results = await own.commit(wishes.map(anAppend))
            expect(results.every(({ ok }) => ok)).toBe(true)
            await nextTurn()
          }
        }),
      )
      await reading
      expect(seen.map(({ position }) => position)).toEqual(Array.from({ length: total }, (_, at) => at + 1))
      expect(new Set(seen.map(({ id }) => id)).size).toBe(total)
    })
  })
}

function tally(results: AppendResult[][]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const result of results.flat()) {
    const word = result.ok ? 'ok' : result.why
    counts[word] = (counts[word] ?? 0) + 1
  }
  return counts
}

/** Lets other callers in, as the network does between two requests. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0)
  })
}
