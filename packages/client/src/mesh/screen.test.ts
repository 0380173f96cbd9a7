import { describe, expect, it } from 'vitest'
import { settle } from '../testing/fake-clock.ts'
import { createRoom, type Page } from '../testing/fake-room.ts'
import { type FakeStream, fakeTrack } from '../testing/fake-rtc.ts'
import { idOf } from '../testing/views.ts'
import { sendLimits } from './send-limits.ts'

const offersOf = (page: Page) => page.sent.filter(({ signal }) => signal.kind === 'offer')
const screenAt = (page: Page, of: number) =>
  page.mesh.getState().peers.get(idOf(of))?.screen as unknown as FakeStream | null | undefined
const directions = (page: Page) =>
  page
    .open()
    .flatMap((pc) => pc.getTransceivers().map((one) => one.direction))
    .slice(2)
const parametersOf = (page: Page, line: number) =>
  page.open()[0]?.getTransceivers()[line]?.sender.parameters as { encodings: object[] } | undefined

describe('screen share on the mesh', () => {
  for (const [sharer, viewer] of [
    [1, 2],
    [2, 1],
  ] as const)
    it(`of member ${sharer} reaches the other on its own line, with its sound, and goes again`, async () => {
      const room = createRoom()
      const pages = [1, 2].map((n) => room.enter(n)) as [Page, Page]
      await settle()
      const [a, b] = sharer === 1 ? pages : [pages[1], pages[0]]
      const camera = a.open()[0]?.getTransceivers()[1]?.sender.track
      const track = fakeTrack('video')
      a.mesh.setScreen({ video: track, audio: fakeTrack('audio') })
      expect(track.contentHint).toBe('detail')
      await settle()
      // Not before the server has said yes.
      expect(a.open()[0]?.getTransceivers()[2]?.sender.track).toBeNull()
      room.update(sharer, { sharing: true })
      await settle()
      expect(
        a
          .open()[0]
          ?.getTransceivers()
          .map((one) => one.sender.track)[2],
      ).toBe(track)
      expect(a.open()[0]?.getTransceivers()[1]?.sender.track).toBe(camera)
      expect(
        screenAt(b, sharer)
          ?.getTracks()
          .map((one) => [one.kind, one.enabled]),
      ).toEqual([
        ['video', true],
        ['audio', true],
      ])
      expect(b.mesh.getState().peers.get(idOf(sharer))?.stream.getTracks()).toHaveLength(2)
      expect(screenAt(a, viewer)).toBeNull()
      expect(a.reports.at(-1)?.tracks).toEqual([
        { kind: 'audio', mid: '0' },
        { kind: 'video', mid: '1' },
        { kind: 'screen', mid: '2' },
      ])
      // The host ends it: nothing leaves any more, whatever the page still captures.
      room.update(sharer, { sharing: false })
      await settle()
      expect(screenAt(b, sharer)).toBeNull()
      expect(a.open()[0]?.getTransceivers()[2]?.sender.track).toBeNull()
      expect([a.made().length, b.made().length]).toEqual([1, 1])
    })

  it('begins a second time without negotiating', async () => {
    const room = createRoom()
    const a = room.enter(1)
    const b = room.enter(2)
    await settle()
    a.mesh.setScreen({ video: fakeTrack('video'), audio: null })
    for (const sharing of [true, false]) {
      room.update(1, { sharing })
      await settle()
    }
    const offers = offersOf(a).length
    room.update(1, { sharing: true })
    await settle()
    expect(screenAt(b, 1)).not.toBeNull()
    expect(offersOf(a)).toHaveLength(offers)
  })

  it('both begin at once: no line is mixed up', async () => {
    const room = createRoom()
    const a = room.enter(1)
    const b = room.enter(2)
    await settle()
    room.hold()
    a.mesh.setScreen({ video: fakeTrack('video'), audio: null })
    b.mesh.setLocal({ audio: fakeTrack('audio'), video: fakeTrack('video') })
    b.mesh.setScreen({ video: fakeTrack('video'), audio: fakeTrack('audio') })
    room.update(1, { sharing: true })
    room.update(2, { sharing: true })
    await settle()
    room.release()
    await settle()
    expect(screenAt(b, 1)?.getTracks()).toHaveLength(1)
    expect(screenAt(a, 2)?.getTracks()).toHaveLength(2)
    expect([directions(a), directions(b)]).toEqual([
      ['sendrecv', 'recvonly'],
      ['sendrecv', 'sendrecv'],
    ])
    for (const page of [a, b]) expect(page.made()).toHaveLength(1)
  })

  for (const reloads of [1, 2] as const)
    it(`goes on when member ${reloads} reloads, the sharer being 1`, async () => {
      const room = createRoom()
      const pages = [1, 2].map((n) => room.enter(n)) as [Page, Page]
      await settle()
      pages[0].mesh.setScreen({ video: fakeTrack('video'), audio: null })
      room.update(1, { sharing: true })
      await settle()
      const old = pages[reloads - 1] as Page
      room.crash(old)
      room.update(reloads, { state: 'reconnecting' })
      await room.clock.advance(500)
      const fresh = room.enter(reloads, { resumed: true })
      room.update(reloads, { sharing: reloads === 1 ? false : undefined })
      await room.clock.advance(1_000)
      const [sharer, viewer] = reloads === 1 ? [fresh, pages[1]] : [pages[0], fresh]
      if (reloads === 1) {
        // A reloaded page has lost its capture: nothing is shown until it shares again.
        expect(screenAt(viewer, 1)).toBeNull()
        sharer.mesh.setScreen({ video: fakeTrack('video'), audio: null })
        room.update(1, { sharing: true })
        await settle()
      }
      expect(screenAt(viewer, 1)?.getTracks()).toHaveLength(1)
    })

  it('of a watcher reaches people who send and watchers alike', async () => {
    const room = createRoom()
    const watcher = room.enter(1, { watching: true })
    const speaker = room.enter(2)
    const other = room.enter(3, { watching: true })
    await settle()
    expect(other.mesh.getState().peers.size).toBe(1)
    watcher.mesh.setScreen({ video: fakeTrack('video'), audio: null })
    room.update(1, { sharing: true })
    await settle()
    expect(screenAt(speaker, 1)?.getTracks()).toHaveLength(1)
    expect(screenAt(other, 1)?.getTracks()).toHaveLength(1)
    room.update(1, { sharing: false })
    await settle()
    expect(other.mesh.getState().peers.size).toBe(1)
  })

  it('makes the camera small meanwhile, and large again', async () => {
    const room = createRoom()
    const a = room.enter(1)
    room.enter(2)
    await settle()
    expect(parametersOf(a, 1)?.encodings[0]).toMatchObject({ scaleResolutionDownBy: 1 })
    a.mesh.setScreen({ video: fakeTrack('video'), audio: null })
    room.update(1, { sharing: true })
    await settle()
    expect(parametersOf(a, 1)?.encodings[0]).toMatchObject({
      scaleResolutionDownBy: 4,
      maxBitrate: 150_000,
    })
    expect(parametersOf(a, 2)?.encodings[0]).toMatchObject({ maxFramerate: 15, maxBitrate: 2_500_000 })
    room.update(1, { sharing: false })
    await settle()
    expect(parametersOf(a, 1)?.encodings[0]).toMatchObject({
      scaleResolutionDownBy: 1,
      maxFramerate: undefined,
    })
  })

  it('bounds what one page uploads in all, however many it serves', () => {
    for (let pairs = 1; pairs <= 15; pairs += 1) {
      const { video, screen } = sendLimits({ pairs, maxBitrate: 1_000_000, sharing: false })
      expect(video.maxBitrate).toBeLessThanOrEqual(1_000_000)
      expect((video.maxBitrate ?? 0) * pairs).toBeLessThanOrEqual(6_000_000)
      expect((screen.maxBitrate ?? 0) * pairs).toBeLessThanOrEqual(8_000_000)
      expect(screen.maxBitrate).toBeGreaterThanOrEqual(300_000)
    }
  })
})

describe('watchers beyond those who can be served', () => {
  it('get no connection and know it; both sides agree on who', async () => {
    const room = createRoom()
    const speaker = room.enter(1, { maxWatchers: 2 })
    const watchers = [5, 4, 3].map((n) => room.enter(n, { watching: true, maxWatchers: 2 }))
    await settle()
    // joinTime is the number here: 3 and 4 are longest present.
    expect([...speaker.mesh.getState().peers.keys()].sort()).toEqual([idOf(3), idOf(4)])
    expect(watchers.map((one) => [one.n, one.mesh.getState().unserved, one.open().length])).toEqual([
      [5, true, 0],
      [4, false, 1],
      [3, false, 1],
    ])
    expect(speaker.mesh.getState().unserved).toBe(false)
    room.update(3, { state: 'left' })
    await settle()
    expect(watchers[0]?.mesh.getState()).toMatchObject({ unserved: false })
    expect(watchers[0]?.mesh.getState().peers.get(idOf(1))?.link).toBe('connected')
  })

  it('300 of them cost the senders nothing', async () => {
    const room = createRoom()
    const speaker = room.enter(1)
    await settle()
    room.setMembers((members) => {
      const like = members.get(idOf(1))
      for (let n = 2; n <= 301; n += 1)
        if (like)
          members.set(idOf(n), {
            ...like,
            memberId: idOf(n),
            joinTime: n,
            media: { audio: false, video: false },
          })
    })
    await settle()
    expect(speaker.open()).toHaveLength(12)
  })
})
