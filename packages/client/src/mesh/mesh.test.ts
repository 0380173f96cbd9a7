import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settle } from '../testing/fake-clock.ts'
import { createRoom, type Page } from '../testing/fake-room.ts'
import { fakeTrack } from '../testing/fake-rtc.ts'
import { idOf } from '../testing/views.ts'

const link = (page: Page, other: number) => page.mesh.getState().peers.get(idOf(other))?.link
const offersOf = (page: Page) => page.sent.filter(({ signal }) => signal.kind === 'offer')

describe('mesh ([WC] 8.10)', () => {
  it('the smaller memberId makes the first offer, whoever came first', async () => {
    for (const order of [
      [1, 2],
      [2, 1],
    ] as const) {
      const room = createRoom()
      const [first, second] = order.map((n) => room.enter(n)) as [Page, Page]
      await settle()
      const [small, large] = first.n < second.n ? [first, second] : [second, first]
      expect(link(small, large.n)).toBe('connected')
      expect(link(large, small.n)).toBe('connected')
      expect(offersOf(small)).toHaveLength(1)
      expect(offersOf(large)).toHaveLength(0)
      expect(small.made()).toHaveLength(1)
      expect(
        small.mesh
          .getState()
          .peers.get(idOf(large.n))
          ?.stream.getTracks()
          .map((one) => one.kind),
      ).toEqual(['audio', 'video'])
    }
  })

  it('begins its offer in the turn in which the other is told of, and takes one transport for all lines', async () => {
    const room = createRoom()
    const page = room.enter(1)
    await settle()
    room.enter(2)
    const [pc] = page.open()
    expect(pc?.described).toBe(1)
    expect(pc?.configuration.bundlePolicy).toBe('max-bundle')
    await settle()
    expect(offersOf(page)).toHaveLength(1)
  })

  it('four people are six pairs, and one who leaves takes only theirs along', async () => {
    const room = createRoom()
    const pages = [1, 2, 3, 4].map((n) => room.enter(n))
    await settle()
    for (const page of pages)
      expect([...page.mesh.getState().peers.values()].map((peer) => peer.link)).toEqual([
        'connected',
        'connected',
        'connected',
      ])
    expect(room.made).toHaveLength(12)
    room.update(4, { state: 'left' })
    await settle()
    expect(pages[0]?.mesh.getState().peers.size).toBe(2)
    expect(pages[0]?.open()).toHaveLength(2)
  })

  it('watchers receive and send nothing, and have no connection among themselves', async () => {
    const room = createRoom()
    const speaker = room.enter(2)
    const low = room.enter(1, { watching: true })
    const high = room.enter(3, { watching: true })
    await settle()
    for (const watcher of [low, high]) {
      expect([...watcher.mesh.getState().peers.keys()]).toEqual([idOf(2)])
      expect(link(watcher, 2)).toBe('connected')
      expect(
        watcher
          .open()[0]
          ?.getTransceivers()
          .map((one) => [one.direction, one.sender.track]),
      ).toEqual(Array(4).fill(['recvonly', null]))
      expect(watcher.reports).toEqual([{ mediaState: 'none', tracks: [] }])
    }
    for (const pc of speaker.open())
      expect(pc.getTransceivers().map((one) => one.direction)).toEqual([
        'sendrecv',
        'sendrecv',
        'recvonly',
        'recvonly',
      ])
    expect(speaker.reports.at(-1)).toEqual({
      mediaState: 'up',
      tracks: [
        { kind: 'audio', mid: '0' },
        { kind: 'video', mid: '1' },
      ],
    })
  })

  it('whoever wants no cameras gets none and still sends theirs; a later wish holds for those who come, too', async () => {
    const room = createRoom()
    const a = room.enter(1)
    const b = room.enter(2)
    await settle()
    const directions = (page: Page) =>
      page.open().map((pc) => pc.getTransceivers().map((one) => one.direction))
    for (const page of [a, b]) {
      page.mesh.setReceiving({ video: false })
      await settle()
      expect(directions(page)).toEqual([['sendrecv', 'sendonly', 'recvonly', 'recvonly']])
    }
    room.enter(3)
    await settle()
    for (const page of [a, b])
      expect(directions(page).map(([, video]) => video)).toEqual(['sendonly', 'sendonly'])
    const before = offersOf(b).length
    b.mesh.setReceiving({ video: false })
    await settle()
    expect(offersOf(b)).toHaveLength(before)
    b.mesh.setReceiving({ video: true })
    await settle()
    expect(directions(b).map(([, video]) => video)).toEqual(['sendrecv', 'sendrecv'])
    expect(b.open().map(({ signalingState }) => signalingState)).toEqual(['stable', 'stable'])
  })

  it('a watcher who wants no cameras has nothing on that line at all', async () => {
    const room = createRoom()
    room.enter(2)
    const watcher = room.enter(1, { watching: true })
    watcher.mesh.setReceiving({ video: false })
    await settle()
    expect(watcher.open()[0]?.getTransceivers()[1]?.direction).toBe('inactive')
  })

  it('glare: the polite side takes back its offer, the other ignores, both get their way', async () => {
    const room = createRoom()
    const audioOnly = () => ({ audio: fakeTrack('audio'), video: null })
    const a = room.enter(1, { tracks: audioOnly() })
    const b = room.enter(2, { tracks: audioOnly() })
    await settle()
    room.hold()
    const before = offersOf(a).length
    const camera = { a: fakeTrack('video'), b: fakeTrack('video') }
    a.mesh.setLocal({ audio: null, video: camera.a })
    b.mesh.setLocal({ audio: null, video: camera.b })
    await settle()
    expect([offersOf(a).length - before, offersOf(b).length]).toEqual([1, 1])
    room.release()
    await settle()
    expect([a.open()[0]?.rollbacks, b.open()[0]?.rollbacks]).toEqual([0, 1])
    for (const page of [a, b]) {
      const [pc] = page.open()
      expect(pc?.signalingState).toBe('stable')
      expect(pc?.getTransceivers().map((one) => one.direction)).toEqual([
        'sendrecv',
        'sendrecv',
        'recvonly',
        'recvonly',
      ])
      expect(page.made()).toHaveLength(1)
    }
    expect(a.mesh.getState().peers.get(idOf(2))?.stream.getTracks()).toHaveLength(2)
    expect(b.mesh.getState().peers.get(idOf(1))?.stream.getTracks()).toHaveLength(2)
  })

  it('switching devices replaces tracks without negotiating', async () => {
    const room = createRoom()
    const a = room.enter(1)
    room.enter(2)
    await settle()
    const other = { audio: fakeTrack('audio'), video: fakeTrack('video') }
    a.mesh.setLocal(other)
    await settle()
    expect(
      a
        .open()[0]
        ?.getTransceivers()
        .map((one) => one.sender.track),
    ).toEqual([other.audio, other.video, null, null])
    a.mesh.setLocal({ ...other, video: null })
    await settle()
    expect(offersOf(a)).toHaveLength(1)
  })

  it('silences muted members at the receiver, and oneself at the source', async () => {
    const room = createRoom()
    const mine = { audio: fakeTrack('audio'), video: fakeTrack('video') }
    const a = room.enter(1, { tracks: mine })
    const b = room.enter(2)
    await settle()
    const heard = () =>
      b.mesh
        .getState()
        .peers.get(idOf(1))
        ?.stream.getTracks()
        .map((one) => one.enabled)
    room.update(1, { chairMuted: true, muted: true })
    expect(heard()).toEqual([false, true])
    expect([mine.audio.enabled, mine.video.enabled]).toEqual([false, true])
    room.update(1, { muted: false, cameraOpen: false })
    expect(heard()).toEqual([true, false])
    expect([mine.audio.enabled, mine.video.enabled]).toEqual([true, false])
    const next = fakeTrack('video')
    a.mesh.setLocal({ ...mine, video: next })
    expect(next.enabled).toBe(false)
  })

  it('a bad candidate is never fatal, early ones wait for their description', async () => {
    const room = createRoom()
    const a = room.enter(1)
    room.hold()
    const b = room.enter(2)
    await settle()
    // Candidates overtake the offer they belong to.
    room.release((queue) => [...queue].reverse())
    await settle()
    expect(link(b, 1)).toBe('connected')
    expect(b.open()[0]?.candidates.map((one) => one.candidate)).toEqual(['candidate:f0.local'])
    const before = b.errors.length
    const fromEnd = a.sent[0]?.signal.payload?.fromEnd
    room.tell(1, 2, {
      kind: 'candidate',
      payload: { candidate: 'candidate:bad.local', sdpMid: '0', fromEnd },
    })
    await settle()
    expect(b.errors.length - before).toBe(1)
    expect(link(b, 1)).toBe('connected')
  })

  it('does not listen to an end it is not connected with', async () => {
    const room = createRoom()
    room.enter(1)
    const b = room.enter(2)
    await settle()
    room.tell(1, 2, { kind: 'candidate', payload: { candidate: 'candidate:x', fromEnd: 'stranger' } })
    room.tell(1, 2, { kind: 'bye', payload: { fromEnd: 'stranger' } })
    room.tell(1, 2, { kind: 'offer', payload: { sdp: 'v=0', toEnd: 'nobody' } })
    room.tell(9, 2, { kind: 'bye' })
    await settle()
    expect(link(b, 1)).toBe('connected')
    expect(b.open()[0]?.candidates).toHaveLength(1)
    expect(b.errors).toEqual([])
  })

  for (const [old, gone] of [
    [1, 2],
    [2, 1],
  ] as const)
    it(`a reloaded page (member ${gone}) gets a new connection, and only that pair is rebuilt`, async () => {
      const room = createRoom()
      const stays = room.enter(old)
      const third = room.enter(3)
      const before = room.enter(gone)
      await settle()
      const keep = stays.made().length
      room.crash(before)
      room.update(gone, { state: 'reconnecting' })
      await room.clock.advance(500)
      const after = room.enter(gone, { resumed: true })
      await room.clock.advance(1_000)
      expect(link(after, old)).toBe('connected')
      expect(link(stays, gone)).toBe('connected')
      expect(link(after, 3)).toBe('connected')
      expect(stays.made().length).toBe(keep + 1)
      expect(stays.open()).toHaveLength(2)
      expect(third.open()).toHaveLength(2)
    })

  it('the side that may not offer first asks for a new beginning when only it has lost the connection', async () => {
    const room = createRoom()
    const a = room.enter(1)
    const b = room.enter(2)
    await settle()
    room.losing((from, signal) => from === idOf(2) && signal.kind === 'offer')
    b.open()[0]?.become('failed')
    await room.clock.advance(30_000)
    expect([link(a, 2), link(b, 1)]).toEqual(['connected', 'connected'])
    expect(a.open()[0]?.other()).toBe(b.open()[0])
    expect([a.made().length, b.made().length]).toEqual([2, 2])
  })

  it('keeps everything through a loss of the socket, on both sides of it', async () => {
    const room = createRoom()
    const a = room.enter(1)
    const b = room.enter(2)
    await settle()
    const inside = a.phase.getState()
    if (inside.is !== 'inside') throw new Error('not inside')
    a.phase.set({ ...inside, is: 'returning' })
    room.update(1, { state: 'reconnecting' })
    await room.clock.advance(20_000)
    a.phase.set(inside)
    room.update(1, { state: 'online', joinCount: 2 })
    await room.clock.advance(60_000)
    expect([link(a, 2), link(b, 1)]).toEqual(['connected', 'connected'])
    expect([a.made().length, b.made().length]).toEqual([1, 1])
  })

  it('reports anew after entering again, for the server has forgotten', async () => {
    const room = createRoom()
    const a = room.enter(1)
    expect(a.reports.at(-1)).toMatchObject({ mediaState: 'up' })
    const count = a.reports.length
    room.update(1, { joinCount: 2 })
    expect(a.reports).toHaveLength(count + 1)
  })

  it('a new epoch begins everything anew', async () => {
    const room = createRoom()
    const a = room.enter(1)
    room.enter(2)
    await settle()
    const now = a.phase.getState()
    if (now.is !== 'inside' || now.media.driver !== 'mesh') throw new Error('not inside')
    const old = a.open()[0]
    a.phase.set({ ...now, media: { ...now.media, epoch: 2 } })
    await settle()
    expect(old?.signalingState).toBe('closed')
    expect(a.open()).toHaveLength(1)
  })

  it('connects in the end, whichever signals of the first half minute are lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        fc.boolean(),
        async (chance, late) => {
          const draw = () => chance.next().value as number
          const room = createRoom(Math.random)
          const until = room.clock.now() + 30_000
          room.losing(() => room.clock.now() < until && draw() < 0.5)
          const a = room.enter(1)
          if (late) await room.clock.advance(draw() * 5_000)
          const b = room.enter(2)
          await room.clock.advance(120_000)
          expect([link(a, 2), link(b, 1)]).toEqual(['connected', 'connected'])
          expect([a.open().length, b.open().length]).toEqual([1, 1])
          expect(a.open()[0]?.other()).toBe(b.open()[0])
        },
      ),
      { numRuns: 100 },
    )
  })

  it('says bye when it ends, and is quiet afterwards', async () => {
    const room = createRoom()
    const a = room.enter(1)
    const b = room.enter(2)
    await settle()
    b.mesh.close()
    await settle()
    expect(b.sent.at(-1)?.signal.kind).toBe('bye')
    expect(link(a, 2)).toBe('failed')
    expect(a.open()).toHaveLength(0)
    room.update(2, { state: 'left' })
    a.mesh.close()
    expect(room.clock.pending()).toBe(0)
  })

  it('tells what a connection has received', async () => {
    const room = createRoom()
    const a = room.enter(1)
    room.enter(2)
    await settle()
    expect((await a.mesh.stats()).get(idOf(2))).toEqual({
      framesDecoded: 12,
      totalAudioEnergy: 0.5,
      packetsLost: 1,
      packetsReceived: 5,
      roundTripMs: 20,
    })
  })
})
