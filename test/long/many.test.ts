/** Hundreds who only watch, in a burst, beside people in browsers: the pages keep up, and read no more than they must. */
import { expect, it, onTestFinished } from 'vitest'
import type { WebSocket } from 'ws'
import { arrive, type Guest } from '../../bench/support/guests.ts'
import { booked } from '../support/booked.ts'
import { chromiumForAll } from '../support/chromium.ts'
import { framesOf } from '../support/frames.ts'
import { personAt } from '../support/room.ts'
import { serverForAll } from '../support/server.ts'

const MANY = 300
/** Who knocks at once; more would only measure how fast one machine signs people in. */
const AT_ONCE = 20
const MOST_A_SECOND = 10

const server = serverForAll({
  env: { PARLEY_DEMO: 'off', PARLEY_THROTTLE_FACTOR: '10000' },
})
const chromium = chromiumForAll()

it(`${MANY} watchers join in a burst: few frames, a full list, few tiles, and a page that answers within a second`, async () => {
  const meeting = await booked(server, { maxMembers: MANY + 10 })
  const enter = async (link: string, name: string) => {
    const person = await personAt(chromium, link)
    const frames = framesOf(person.page)
    await person.allowDevices()
    await person.join(name)
    await person.openPeople()
    return { ...person, frames }
  }
  const [host, ann] = await Promise.all([enter(meeting.host, 'Li Wei'), enter(meeting.guest, 'Ann')])
  const [idOfAnn, li] = await Promise.all([host.idOf('Ann'), ann.idOf('Li Wei')])
  await Promise.all([host.sees(idOfAnn), ann.sees(li)])
  await host.page.evaluate(countTiles)

  const guests = await allOf(
    Array.from({ length: MANY }, (_, n) => () => arrive(meeting.guest, `Guest ${n}`)),
  )
  const sockets: WebSocket[] = guests.map(({ socket }) => socket)
  onTestFinished(() => {
    for (const socket of sockets) socket.terminate()
  })

  const began = Date.now()
  const burst = allOf(guests.map((guest: Guest) => () => guest.join()))
  // Meanwhile a hand at the page.
  const pressed = await host.page.evaluateHandle(noteClicks)
  const shown = await ann.page.evaluateHandle(noteMutes, li)
  let done = false
  const entered = burst.then(() => {
    done = true
  })
  for (let presses = 0; presses < 8 && !(done && presses >= 2); presses += 1) {
    await host.at('mic').click()
    await ann.until('the mute at the other page', async () => (await shown.jsonValue()).length > presses)
  }
  await entered
  const clicks = await pressed.jsonValue()
  const answers = (await shown.jsonValue()).map((at, nth) => at - (clicks[nth] ?? 0))
  for (const page of [host, ann])
    await page.until('everybody counted', async () =>
      (await page.at('people').innerText()).includes(`${MANY + 2}`),
    )
  const ended = Date.now()

  // Over the whole burst: on a busy machine frames that left at their times arrive in heaps.
  for (const { frames } of [host, ann]) {
    const about = frames.all.filter(
      ({ sent, method, at }) =>
        !sent && /^conference\.events?$/.test(method ?? '') && at >= began && at <= ended,
    )
    expect(about.length).toBeLessThanOrEqual((MOST_A_SECOND * (ended - began)) / 1_000 + 1)
    expect(frames.gaps()).toEqual([])
  }
  expect(Math.max(...answers), answers.join()).toBeLessThan(1_000)
  // Pictures are only what has a place on the stage, and hundreds without one make no new ones over and over.
  const tiles = await host.page.evaluate(
    () => (globalThis as unknown as { tilesMade: { most: number; made: number } }).tilesMade,
  )
  expect(tiles.most).toBeLessThan(40)
  expect(tiles.made).toBeLessThan(MANY)
  await Promise.all([host.sees(idOfAnn), ann.sees(li)])
})

/** Runs a few at a time. */
async function allOf<T>(jobs: (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = []
  let next = 0
  const worker = async () => {
    for (let mine = next++; mine < jobs.length; mine = next++) results[mine] = await jobs[mine]!()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return results
}

/** In the page: when the microphone was pressed; every page of the machine has one clock. */
function noteClicks(): number[] {
  const times: number[] = []
  document.querySelector('[data-testid="mic"]')?.addEventListener('click', () => times.push(Date.now()))
  return times
}

/** In the page: when the list showed that this person's microphone had changed. */
function noteMutes(id: string): number[] {
  const times: number[] = []
  const muted = () =>
    document.querySelector<HTMLElement>(
      `[data-testid="person"][data-member-id="${id}"] [data-testid="person-mic"]`,
    )?.dataset.muted
  let last = muted()
  new MutationObserver(() => {
    const now = muted()
    if (now !== undefined && now !== last) times.push(Date.now())
    last = now ?? last
  }).observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['data-muted'],
  })
  return times
}

/** In the page: how many tiles there were at most, and how many were made. */
function countTiles(): void {
  const counted = { most: 0, made: 0 }
  Object.assign(globalThis, { tilesMade: counted })
  const tiles = 'figure[data-testid="tile"]'
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node instanceof Element)
          counted.made += node.querySelectorAll(tiles).length + (node.matches(tiles) ? 1 : 0)
    counted.most = Math.max(counted.most, document.querySelectorAll(tiles).length)
  }).observe(document.body, { childList: true, subtree: true })
}
