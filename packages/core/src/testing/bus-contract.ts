import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Signal } from '../conference/signals.ts'
import type { ConferenceId } from '../ids.ts'
import type { Bus, News } from '../ports/bus.ts'
import { AT } from './append.ts'

export type OpenedBus = {
  bus: Bus
  /** The bus of another node; the same one for a bus of one process. */
  peer: Bus
  /** What listeners threw. */
  errors: unknown[]
  /** Resolves when everything published so far was heard. */
  settled(): Promise<void>
  close(): Promise<void>
}

const A = '100000001' as ConferenceId
const B = '200000002' as ConferenceId

/** What every `Bus` must keep to. */
export function busContract(name: string, open: () => Promise<OpenedBus>): void {
  describe(`bus: ${name}`, () => {
    let opened: OpenedBus
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(() => opened.close())

    it('tells every listener of every node, in order per conference', async () => {
      const { bus, peer } = opened
      const heard: [string, ConferenceId, number][] = []
      bus.onNews(({ conferenceId, revision }) => heard.push(['own', conferenceId, revision]))
      peer.onNews(({ conferenceId, revision }) => heard.push(['peer', conferenceId, revision]))
      for (let revision = 1; revision <= 5; revision += 1)
        for (const id of [A, B]) bus.publish(news(id, revision))
      await opened.settled()
      for (const who of ['own', 'peer']) {
        for (const id of [A, B]) {
          const revisions = heard
            .filter(([listener, of]) => listener === who && of === id)
            .map(([, , at]) => at)
          expect(revisions).toEqual([1, 2, 3, 4, 5])
        }
      }
    })

    it('tells later what a listener publishes while it hears something, to every listener in the same order', async () => {
      const { bus } = opened
      const heard: [string, number][] = []
      bus.onNews(({ revision }) => {
        if (revision === 1) bus.publish(news(A, 2))
        heard.push(['first', revision])
      })
      bus.onNews(({ revision }) => heard.push(['second', revision]))
      bus.publish(news(A, 1))
      await opened.settled()
      for (const who of ['first', 'second']) {
        expect(heard.filter(([listener]) => listener === who).map(([, revision]) => revision)).toEqual([1, 2])
      }
    })

    it('goes on when a listener fails, for it and for the others, and says so', async () => {
      const { bus } = opened
      const heard: number[] = []
      const fault = new Error('a listener of ours is broken')
      bus.onNews(() => {
        throw fault
      })
      bus.onNews(({ revision }) => heard.push(revision))
      expect(() => bus.publish(news(A, 1))).not.toThrow()
      bus.publish(news(A, 2))
      await opened.settled()
      expect(heard).toEqual([1, 2])
      expect(opened.errors).toEqual([fault, fault])
    })

    it('tells nobody who has gone, even in the middle of a telling', async () => {
      const { bus } = opened
      const heard: string[] = []
      const off = bus.onNews(() => heard.push('gone'))
      const offLater = { call: (): void => {} }
      bus.onNews(() => offLater.call())
      offLater.call = bus.onNews(() => heard.push('gone as well'))
      off()
      off()
      bus.publish(news(A, 1))
      await opened.settled()
      expect(heard).toEqual([])
    })

    it('tells one listener twice when it listens twice', async () => {
      const { bus } = opened
      let heard = 0
      const listener = (): void => {
        heard += 1
      }
      const off = bus.onNews(listener)
      bus.onNews(listener)
      bus.publish(news(A, 1))
      await opened.settled()
      expect(heard).toBe(2)
      off()
      bus.publish(news(A, 2))
      await opened.settled()
      expect(heard).toBe(3)
    })

    it('keeps signals and news apart', async () => {
      const { bus, peer } = opened
      const signals: Signal[] = []
      let newsHeard = 0
      peer.onSignal((signal) => signals.push(signal))
      bus.onNews(() => {
        newsHeard += 1
      })
      const signal: Signal = { type: 'Speakers', conferenceId: A, at: AT, active: null, loudest: [] }
      bus.signal(signal)
      await opened.settled()
      expect(signals).toEqual([signal])
      expect(newsHeard).toBe(0)
    })
  })
}

function news(conferenceId: ConferenceId, revision: number): News {
  return { conferenceId, revision, position: revision, events: [] }
}
