import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventId } from '../ids.ts'
import type { ConferenceStore } from '../ports/conference-store.ts'
import type { Log } from '../ports/log.ts'
import { type ForeignEvent, SITE } from '../site/events.ts'
import type { LogEntry } from '../site/log-entry.ts'
import { AT, anAppend } from './append.ts'
import type { Open, Opened } from './harness.ts'
import { aSiteEvent } from './push-given.ts'

/** A log and the conferences that share it. */
export type LogPorts = { log: Log; conferences: ConferenceStore }

const A = '100000001'

/** What every `Log` must keep to. */
export function logContract(name: string, open: Open<LogPorts>): void {
  describe(`log: ${name}`, () => {
    let opened: Opened<LogPorts>
    let log: Log
    let conferences: ConferenceStore
    beforeEach(async () => {
      opened = await open()
      log = opened.port.log
      conferences = opened.port.conferences
    })
    afterEach(() => opened.close())

    const all = (): Promise<LogEntry[]> => opened.peer.log.entries({ after: 0, limit: 1_000 })

    it('is empty at first', async () => {
      expect(await log.lastPosition()).toBe(0)
      expect(await log.entries({ after: 0, limit: 10 })).toEqual([])
      expect(await log.entry(1)).toBeNull()
      expect(await log.byId('x' as EventId)).toBeNull()
      expect(await log.foreign('default', 's', ['x'])).toEqual([])
      expect(await log.positionBefore(AT)).toBe(0)
      expect(await log.record([])).toEqual([])
    })

    it('[D56] holds conferences and the site in one order of positions, each with revisions of its own', async () => {
      await conferences.commit([anAppend({ id: A, count: 2 })])
      const told = await log.record([aSiteEvent({ id: 's1' }), aSiteEvent({ id: 's2' })])
      expect(await conferences.commit([anAppend({ id: A, after: 2 })])).toEqual([{ ok: true, position: 5 }])
      await log.record([aSiteEvent({ id: 's3', cause: 'other' as never })])
      const entries = await all()
      expect(entries.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6])
      expect(entries.map(({ conferenceId, revision }) => [conferenceId, revision])).toEqual([
        [A, 1],
        [A, 2],
        [SITE, 1],
        [SITE, 2],
        [A, 3],
        [SITE, 3],
      ])
      expect(entries.map(({ part }) => part).slice(2)).toEqual([0, 1, 0, 0])
      expect(entries.slice(2, 4)).toEqual(told)
      expect(await log.entries({ after: 3, limit: 2 })).toEqual(entries.slice(3, 5))
      expect(await log.lastPosition()).toBe(6)
      expect((await opened.peer.conferences.load(A as never))?.since.length).toBe(3)
    })

    it('gives back every field of an event of the site as it was', async () => {
      const event = aSiteEvent({
        id: 's1',
        time: AT + 5,
        actor: { is: 'key', id: 'k', name: '张三 🙂' },
        via: 'api',
      })
      const [told] = await log.record([event])
      const whole = {
        ...event,
        position: 1,
        conferenceId: SITE,
        runId: null,
        revision: 1,
        part: 0,
        title: '',
        schema: 1,
        traceparent: null,
      }
      expect(told).toEqual(whole)
      expect(await opened.peer.log.byId('s1' as EventId)).toEqual(whole)
      expect(await opened.peer.log.entry(1)).toEqual(whole)
      expect(await log.entry(2)).toBeNull()
    })

    it('finds events of conferences by position and id too', async () => {
      const append = anAppend({ id: A, count: 3 })
      await conferences.commit([append])
      expect(await log.entry(2)).toEqual({ ...append.events[1], position: 2 })
      expect(await log.byId(`${A}.3` as EventId)).toEqual({ ...append.events[2], position: 3 })
    })

    it('[D57] records an id once, over calls and nodes', async () => {
      await conferences.commit([anAppend({ id: A })])
      const twice = await log.record([
        aSiteEvent({ id: 's1' }),
        aSiteEvent({ id: 's1' }),
        aSiteEvent({ id: `${A}.1` }),
        aSiteEvent({ id: 's2' }),
      ])
      expect(twice.map((entry) => entry && [entry.position, entry.revision, entry.part])).toEqual([
        [2, 1, 0],
        null,
        null,
        [3, 2, 1],
      ])
      const many = await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          (at % 2 === 0 ? log : opened.peer.log).record([
            aSiteEvent({ id: 'race' }),
            aSiteEvent({ id: 's1' }),
          ]),
        ),
      )
      expect(many.flat().filter((entry) => entry !== null)).toHaveLength(1)
      expect((await all()).map(({ position }) => position)).toEqual([1, 2, 3, 4])
    })

    it('loses and doubles no position under appends of both kinds on two nodes', async () => {
      await Promise.all(
        Array.from({ length: 24 }, async (_, at) => {
          const node = at % 2 === 0 ? opened.port : opened.peer
          if (at % 3 === 0) await node.conferences.commit([anAppend({ id: `2000000${10 + at}`, count: 2 })])
          else await node.log.record([aSiteEvent({ id: `s${at}` }), aSiteEvent({ id: `t${at}` })])
        }),
      )
      const entries = await all()
      expect(entries.map(({ position }) => position)).toEqual(Array.from({ length: 48 }, (_, at) => at + 1))
      const ofSite = entries.filter(({ conferenceId }) => conferenceId === SITE)
      expect(ofSite.map(({ revision }) => revision)).toEqual(Array.from({ length: 32 }, (_, at) => at + 1))
    })

    it('does not take the site for a conference', async () => {
      await log.record([aSiteEvent({ id: 's1' })])
      expect(await conferences.load(SITE)).toBeNull()
      expect(await conferences.eventsOf(SITE, { after: 0, limit: 10 })).toEqual([])
    })

    it('finds the newest of what was put under an id and source on a bus', async () => {
      const put = (id: string, bus: string, event: Partial<ForeignEvent>) =>
        aSiteEvent({
          id,
          type: 'EventPut',
          data: { bus, why: 'published', event: { id: 'e1', source: 'shop', type: 't', ...event } },
        } as Parameters<typeof aSiteEvent>[0])
      await log.record([
        put('1', 'orders', { data: { n: 1 } }),
        put('2', 'orders', { data: { n: 2 } }),
        put('3', 'orders', { source: 'till' }),
        put('4', 'other', {}),
        put('5', 'orders', { id: 'e2', data: '🙂' }),
        put('6', 'orders', { id: 'E1' }),
      ])
      const found = async (bus: string, source: string | null, ids: string[]): Promise<string[]> =>
        (await opened.peer.log.foreign(bus, source, ids)).map(({ id }) => String(id)).sort()
      expect(await found('orders', 'shop', ['e1', 'e2', 'e3', 'e1'])).toEqual(['2', '5'])
      expect(await found('orders', null, ['e1'])).toEqual(['2', '3'])
      expect(await found('other', 'shop', ['e1'])).toEqual(['4'])
      expect(await found('other', 'till', ['e1'])).toEqual([])
      expect(await found('default', null, ['e1'])).toEqual([])
      const many = Array.from({ length: 300 }, (_, at) => `x${at}`)
      expect(await found('orders', 'shop', [...many, 'e2'])).toEqual(['5'])
      const [second] = await log.foreign('orders', 'shop', ['e2'])
      expect(second?.data.event).toEqual({ id: 'e2', source: 'shop', type: 't', data: '🙂' })
    })

    it('tells behind which position a time begins, also when times run back', async () => {
      await conferences.commit([anAppend({ id: A, at: AT + 10 })])
      await log.record([aSiteEvent({ id: 's1', time: AT + 30 })])
      await conferences.commit([anAppend({ id: A, after: 1, at: AT + 20 })])
      await log.record([aSiteEvent({ id: 's2', time: AT + 40 })])
      const times = [0, AT + 10, AT + 11, AT + 25, AT + 30, AT + 31, AT + 40, AT + 41]
      const found: number[] = []
      for (const time of times) found.push(await opened.peer.log.positionBefore(time))
      expect(found).toEqual([0, 0, 1, 1, 1, 3, 3, 4])
    })
  })
}
