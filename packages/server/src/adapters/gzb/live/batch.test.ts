import { type Actor, type ConferenceId, type GuestId, SECOND } from '@parley/core'
import { topics } from '@parley/protocol'
import { expect, it } from 'vitest'
import type { Frame } from '#sockets/frame.ts'
import { createMeetings, freshGround } from '../testing/meetings.ts'
import { nothingRead, type Read, read } from '../testing/reader.ts'
import { ANN } from '../testing/steps.ts'
import { createCadences } from './cadence.ts'
import { createEncoder } from './encoder.ts'
import { subscribe } from './subscription.ts'

function guest(at: number): Actor {
  const guestId = `w${String(at).padStart(11, '0')}` as GuestId
  return { is: 'guest', guestId, name: `Guest ${at}`, number: `9${String(at).padStart(8, '0')}` }
}

/** A meeting on memory ports, and readers that note when they were sent what. */
async function createHouse() {
  const { clock, ids, bus, conferences, feed, book } = createMeetings(freshGround(), {
    onError(error) {
      throw error
    },
  })
  const encoder = createEncoder(ids)
  const cadences = createCadences(clock)
  const conferenceId = await book(ANN, { settings: { maxParticipants: 5_000 } })
  const join = async (actor: Actor, id: ConferenceId = conferenceId): Promise<void> => {
    await conferences.execute({
      type: 'Join',
      params: {
        proof: 'guest',
        name: actor.name,
        device: 'desktop',
        media: { audio: false, video: false },
        micOff: true,
        cameraOff: true,
      },
      id: ids.commandId(),
      conferenceId: id,
      actor,
      via: 'page',
    })
  }
  const reader = async (actor: Actor) => {
    const sent: { at: number; frame: Frame }[] = []
    const seen: { state: Read } = { state: nothingRead() }
    const line = await subscribe({
      confId: conferenceId,
      actor,
      topics: new Set(topics),
      after: null,
      feed,
      encoder,
      clock,
      cadence: cadences.of(conferenceId),
      send(frame) {
        sent.push({ at: clock.now(), frame })
        seen.state = read(seen.state, frame.text)
      },
      isBehind: () => false,
      onOpen: () => {},
      onEvents: () => {},
    })
    line.release()
    return { sent, seen, line }
  }
  return { clock, conferences, conferenceId, join, reader, bus }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

it('2,000 joins in 10 s cost a reader at most 10 frames a second, the same bytes for readers alike', async () => {
  const house = await createHouse()
  const { clock, conferences, conferenceId } = house
  await house.join(ANN)
  const readers = [
    await house.reader(guest(9_001)),
    await house.reader(guest(9_002)),
    await house.reader(ANN),
  ]
  const before = readers.map(({ sent }) => sent.length)
  for (let at = 0; at < 2_000; at++) {
    await house.join(guest(at))
    clock.advance(5)
    await settled()
  }
  // The last hundred milliseconds.
  clock.advance(100)
  await settled()
  const { revision } = await conferences.get(conferenceId)
  for (const [at, { sent, seen }] of readers.entries()) {
    expect(seen.state).toMatchObject({ version: revision })
    expect(seen.state.members.size).toBe(2_001)
    const moments = sent.slice(before[at]).map((one) => one.at)
    expect(moments.length).toBeGreaterThan(50)
    for (const moment of moments) {
      expect(
        moments.filter((other) => other >= moment && other < moment + SECOND).length,
      ).toBeLessThanOrEqual(10)
    }
  }
  const [one, two, chair] = readers.map(({ sent }, at) => sent.slice(before[at]).map(({ frame }) => frame))
  expect(one?.every((frame, at) => frame === two?.[at])).toBe(true)
  expect(one?.some((frame) => chair?.includes(frame))).toBe(false)
}, 60_000)

it('a lone event goes at once, the next one after a tenth of a second, a signal among them', async () => {
  const { clock, join, reader, bus, conferenceId } = await createHouse()
  await join(ANN)
  const { sent } = await reader(ANN)
  const count = sent.length
  await join(guest(1))
  await settled()
  expect(sent.length).toBe(count + 1)
  await join(guest(2))
  bus.signal({ type: 'Speakers', conferenceId, at: clock.now(), active: null, loudest: [] })
  await settled()
  expect(sent.length).toBe(count + 1)
  clock.advance(100)
  const { method, params } = JSON.parse(sent.at(-1)?.frame.text ?? '')
  expect(method).toBe('conference.events')
  expect(params.events.map(({ type }: { type: string }) => type)).toEqual([
    'member.joined',
    'speaker.changed',
  ])
  expect(sent.length).toBe(count + 2)
})

it('what has gathered is sent before the reader goes, and forgotten with a reader that is replaced', async () => {
  const { join, reader } = await createHouse()
  await join(ANN)
  const { sent, line, seen } = await reader(ANN)
  await join(guest(1))
  await settled()
  await join(guest(2))
  const count = sent.length
  line.flush()
  expect(sent.length).toBe(count + 1)
  expect(seen.state.version).toBe(line.version)
  await join(guest(3))
  line.close()
  line.flush()
  expect(sent.length).toBe(count + 1)
})
