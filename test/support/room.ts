import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Chromium, Visitor, VisitorOptions } from './chromium.ts'
import { eventually } from './eventually.ts'

/** A row of the list of people, as it is shown. */
export type Row = {
  id: string
  name: string
  role: string
  muted: boolean
  cameraOpen: boolean
  reconnecting: boolean
}

/** What one page has got of one other person's sound and picture since it connected. */
export type Received = { frames: number; energy: number; audioPackets: number }

/** The face of one tab from the door to the leave page. */
export type Tab = ReturnType<typeof createTab>

/** A person in a browser of their own, with one tab at the link. */
export async function personAt(
  chromium: Chromium,
  link: string,
  options: VisitorOptions = {},
): Promise<Tab & { visitor: Visitor }> {
  const visitor = await chromium.visitor(options)
  const tab = createTab(await visitor.tab())
  await tab.page.goto(link)
  return { ...tab, visitor }
}

/** A person inside, with the list of people open; camera and microphone on unless `without`. */
export async function personIn(
  chromium: Chromium,
  link: string,
  name: string,
  { without = false, ...options }: VisitorOptions & { without?: boolean } = {},
): Promise<Tab & { visitor: Visitor }> {
  const person = await personAt(chromium, link, options)
  if (!without) await person.allowDevices()
  await person.join(name)
  if (options.size !== 'phone') await person.openPeople()
  return person
}

/** All these pages show it within a second. */
export async function everywhere(
  pages: readonly Tab[],
  what: string,
  ask: (page: Tab) => Promise<boolean | undefined>,
): Promise<void> {
  await Promise.all(pages.map((page) => page.until(what, () => ask(page), { withinMs: 1_000 })))
}

export function createTab(page: Page) {
  const at = (id: string): Locator => page.getByTestId(id)

  async function rows(): Promise<Row[]> {
    return page.getByTestId('person').evaluateAll((elements) =>
      elements.map((element) => {
        const part = (id: string) => element.querySelector<HTMLElement>(`[data-testid="${id}"]`)
        return {
          id: (element as HTMLElement).dataset.memberId ?? '',
          name: element.querySelector('.person-name')?.textContent ?? '',
          role: (element as HTMLElement).dataset.role ?? '',
          muted: part('person-mic')?.dataset.muted === 'true',
          cameraOpen: part('person-camera')?.dataset.open === 'true',
          reconnecting: element.querySelector('.person-away') !== null,
        }
      }),
    )
  }

  const row = async (name: string): Promise<Row | undefined> =>
    (await rows()).find((one) => one.name === name || one.name.startsWith(`${name} (`))

  async function until<T>(
    what: string,
    ask: () => Promise<T>,
    { withinMs = 10_000 }: { withinMs?: number } = {},
  ): Promise<NonNullable<T>> {
    try {
      return await eventually(ask, { what, withinMs, everyMs: 50 })
    } catch (error) {
      const shown = await page.locator('body').innerText()
      throw new Error(`${error instanceof Error ? error.message : error}\n${shown}`)
    }
  }

  async function received(id: string): Promise<Received> {
    return page.evaluate(async (memberId) => {
      const kept = (globalThis as unknown as { keptConnections: RTCPeerConnection[] }).keptConnections
      const sound = document.querySelector<HTMLAudioElement>(
        `[data-testid="sound"][data-member-id="${memberId}"]`,
      )
      const stream = sound?.srcObject as MediaStream | null
      const tracks = stream?.getTracks().map(({ id }) => id) ?? []
      const sum = { frames: 0, energy: 0, audioPackets: 0 }
      for (const connection of kept) {
        if (connection.connectionState === 'closed') continue
        for (const report of (await connection.getStats()).values()) {
          if (report.type !== 'inbound-rtp' || !tracks.includes(report.trackIdentifier)) continue
          if (report.kind === 'video') sum.frames += report.framesDecoded ?? 0
          else {
            sum.energy += report.totalAudioEnergy ?? 0
            sum.audioPackets += report.packetsReceived ?? 0
          }
        }
      }
      return sum
    }, id)
  }

  return {
    page,
    at,
    rows,
    row,
    until,
    received,
    /** The words of the page's one headline. */
    headline: (): Promise<string> => page.locator('h1').first().innerText(),
    async allowDevices(): Promise<void> {
      await at('allow-devices').click()
      await at('mic').waitFor()
    },
    async join(name: string): Promise<void> {
      await at('name').fill(name)
      await at('join').click()
      await at('room').waitFor()
    },
    async openPeople(): Promise<void> {
      if ((await at('people-panel').count()) === 0) await at('people').click()
      await at('people-panel').waitFor()
    },
    /** Waits until a person is inside and returns the id that this page knows them by. */
    async idOf(name: string): Promise<string> {
      return (await until(`${name} in the list`, () => row(name))).id
    },
    /** A person's picture, small or big. */
    tile: (id: string): Locator => page.locator(`figure[data-member-id="${id}"]`),
    /** A person's place in the order of raised hands, '' without a raised hand. */
    hand: async (id: string): Promise<string> => {
      const marks = page.locator(`figure[data-member-id="${id}"] .tile-hand > [aria-hidden="true"]:not(svg)`)
      return (await marks.count()) === 0 ? '' : await marks.first().innerText()
    },
    /** The one in the big picture. */
    main: (): Promise<string | null> => at('main-video').getAttribute('data-member-id'),
    async chooses(item: 'invite' | 'lock' | 'keys' | 'end'): Promise<void> {
      await at('more').click()
      await at(item).click()
    },
    /** The toast was shown, now or since the last one that was asked for; the next question is about those after it. */
    async toast(text: string | RegExp): Promise<void> {
      await until(`the news ${text}`, () =>
        page.evaluate((wanted) => {
          const { toastsSeen } = globalThis as unknown as { toastsSeen: string[] }
          const found = toastsSeen.findIndex((one) =>
            typeof wanted === 'string' ? one.includes(wanted) : wanted.test(one),
          )
          if (found >= 0) toastsSeen.splice(found, 1)
          return found >= 0
        }, text),
      )
    },
    /** The person's picture moves on this page. */
    async sees(id: string): Promise<void> {
      const before = (await received(id)).frames
      await until('a moving picture', async () => (await received(id)).frames > before + 10)
    },
    /** The person's voice sounds on this page. */
    async hears(id: string): Promise<void> {
      const before = (await received(id)).energy
      await until('a voice', async () => (await received(id)).energy > before + AUDIBLE)
    },
    /** For longer than any pause in the voice nothing sounds on this page, while packets (silence) keep coming. */
    async hearsNothing(id: string): Promise<void> {
      await page.waitForTimeout(SETTLING_MS)
      const before = await received(id)
      await page.waitForTimeout(LISTENING_MS)
      const after = await received(id)
      expect(after.energy - before.energy).toBeLessThan(AUDIBLE / 20)
      expect(after.audioPackets).toBeGreaterThan(before.audioPackets)
    },
    /** What this page gives away itself, whatever others make of it: the tracks of its audio senders. */
    sendsSound: (): Promise<boolean> =>
      page.evaluate(() => {
        const kept = (globalThis as unknown as { keptConnections: RTCPeerConnection[] }).keptConnections
        return kept
          .filter(({ connectionState }) => connectionState === 'connected')
          .flatMap((connection) => connection.getSenders())
          .some(({ track }) => track?.kind === 'audio' && track.enabled)
      }),
    /** Whether this page's sound and pictures take a way through a relay, whichever end holds it: each can reach the other's. */
    isRelayed: (): Promise<boolean> =>
      page.evaluate(async () => {
        const kept = (globalThis as unknown as { keptConnections: RTCPeerConnection[] }).keptConnections
        for (const connection of kept.filter(({ connectionState }) => connectionState === 'connected')) {
          const reports = await connection.getStats()
          for (const report of reports.values())
            if (report.type === 'candidate-pair' && report.nominated && report.state === 'succeeded')
              return [report.localCandidateId, report.remoteCandidateId].some(
                (id) => reports.get(id)?.candidateType === 'relay',
              )
        }
        return false
      }),
    /** The browser's tab is closed by the person; its pagehide runs. */
    close: (): Promise<void> => page.close({ runBeforeUnload: false }),
  }
}

/** Energy that a fake voice brings within a second, many times over; silence brings none. */
const AUDIBLE = 0.002
/** What is under way and in the jitter buffer. */
const SETTLING_MS = 700
const LISTENING_MS = 1_500
