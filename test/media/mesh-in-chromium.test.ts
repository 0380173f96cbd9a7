/**
 * The client's mesh on Chromium's own WebRTC, without a server: several meshes in one page, joined by a relay in memory.
 * What fakes cannot show: that transceivers, rollback and restarts do what the unit tests assume of them.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** Runs in the page: a room of meshes. `room` is its face for the tests. */
const inPage = `
import { createMesh } from '@parley/client'
import { checkConnection } from '@parley/client/check'
const store = (state) => { const ls = new Set(); return { getState: () => state, set: (s) => { state = s; for (const l of [...ls]) l() }, subscribe: (l) => { ls.add(l); return () => ls.delete(l) } } }
const idOf = (n) => n.toString(16).padStart(32, '0')
const mirror = store({ confId: '1', version: 1, fresh: true, conference: null, members: new Map(), speaker: { active: null, speakers: [] } })
const listeners = new Map()
const errors = []
const reports = new Map()
const pages = new Map()
let connections = []
class Counted extends RTCPeerConnection { constructor(c) { super(c); connections.push(this) } }
const clock = { now: () => Date.now(), random: Math.random, after: (ms, run) => { const id = setTimeout(run, ms); return () => clearTimeout(id) } }
const update = (n, patch) => {
  const members = new Map(mirror.getState().members)
  members.set(idOf(n), { ...members.get(idOf(n)), memberId: idOf(n), state: 'online', muted: false, cameraOpen: true, ...patch })
  mirror.set({ ...mirror.getState(), members })
}
const enter = async (n, { watching = false, resumed = false, audio = true, video = true } = {}) => {
  const self = idOf(n)
  const media = { driver: 'mesh', epoch: 1, feedId: null, iceServers: [], publish: { maxBitrate: 300000 }, maxPublishers: 4, maxWatchers: 12 }
  const phase = store({ is: 'inside', memberId: self, media, resumed, watching })
  const joinCount = (mirror.getState().members.get(self)?.joinCount ?? 0) + 1
  update(n, { media: { audio: !watching, video: !watching }, joinCount })
  const mesh = createMesh({
    conference: {
      getState: phase.getState, subscribe: phase.subscribe, mirror, reportMedia: (report) => reports.set(n, [...(reports.get(n) ?? []), report]),
      signal: async (to, signal) => {
        const listener = listeners.get(to)
        if (listener) setTimeout(() => listener(structuredClone({ confId: '1', from: self, epoch: 1, ...signal })), 5)
        return listener !== undefined
      },
      onSignal: (l) => { listeners.set(self, l); return () => { if (listeners.get(self) === l) listeners.delete(self) } },
    },
    rtc: { RTCPeerConnection: Counted, MediaStream },
    platform: clock,
    onError: (error) => errors.push(String(error)),
  })
  const stream = watching ? null : await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240 } })
  const tracks = { audio: (audio && stream?.getAudioTracks()[0]) || null, video: (video && stream?.getVideoTracks()[0]) || null }
  mesh.setLocal(tracks)
  const own = { mesh, stream, tracks, elements: new Map() }
  pages.set(n, own)
  return null
}
/** A page that is gone without a word: its end falls silent, nobody is told. */
const crash = (n) => {
  listeners.delete(idOf(n))
  const { mesh, stream } = pages.get(n)
  for (const one of stream?.getTracks() ?? []) one.stop()
  mesh.close()
  pages.delete(n)
}
/** Plays what n receives from m, as a room page would. */
const play = (n, m) => {
  const { mesh, elements } = pages.get(n)
  const peer = mesh.getState().peers.get(idOf(m))
  if (!peer) return
  let element = elements.get(m)
  if (!element) { element = document.createElement('video'); element.autoplay = true; document.body.append(element); elements.set(m, element) }
  if (element.srcObject !== peer.stream) element.srcObject = peer.stream
}
/** A drawing that moves, as a screen. */
const share = (n, on) => {
  const { mesh } = pages.get(n)
  if (on) {
    const canvas = document.createElement('canvas')
    canvas.width = 640; canvas.height = 360
    const pen = canvas.getContext('2d')
    let turn = 0
    setInterval(() => { turn += 1; pen.fillStyle = 'hsl(' + (turn * 20) % 360 + ' 80% 50%)'; pen.fillRect(0, 0, 640, 360) }, 60)
    mesh.setScreen({ video: canvas.captureStream(15).getVideoTracks()[0], audio: null })
  } else mesh.setScreen(null)
  update(n, { sharing: on })
}
const screens = new Map()
/** Frames of m's screen shown at n so far, and its width; null while there is none. */
const screen = (n, m) => {
  const stream = pages.get(n).mesh.getState().peers.get(idOf(m))?.screen
  if (!stream) return null
  const key = n + '-' + m
  if (!screens.has(key)) { const one = document.createElement('video'); one.autoplay = true; one.muted = true; document.body.append(one); screens.set(key, one) }
  const element = screens.get(key)
  if (element.srcObject !== stream) element.srcObject = stream
  return { frames: element.getVideoPlaybackQuality().totalVideoFrames, width: element.videoWidth }
}
const cameraWidth = (n, m) => { play(n, m); return pages.get(n).elements.get(m)?.videoWidth ?? 0 }
const link = (n, m) => { play(n, m); return pages.get(n).mesh.getState().peers.get(idOf(m))?.link ?? null }
const stats = async (n, m) => { play(n, m); return (await pages.get(n).mesh.stats()).get(idOf(m)) ?? null }
const check = () => checkConnection({ wsUrl: 'ws://' + location.host + '/', iceServers: [], platform: { ...clock, WebSocket }, rtc: { RTCPeerConnection }, devices: navigator.mediaDevices })
window.room = { check, enter, crash, update, link, stats, share, screen, cameraWidth, reports: (n) => reports.get(n) ?? [], errors: () => errors, peers: (n) => pages.get(n).mesh.getState().peers.size,
  setReceiving: (n, wanted) => pages.get(n).mesh.setReceiving(wanted),
  setLocal: (n, names) => { const { mesh, stream } = pages.get(n); mesh.setLocal({ audio: names.includes('audio') ? stream.getAudioTracks()[0] : null, video: names.includes('video') ? stream.getVideoTracks()[0] : null }) },
  open: () => connections.filter((pc) => pc.signalingState !== 'closed').length,
  kinds: (n, m) => pages.get(n).mesh.getState().peers.get(idOf(m)).stream.getTracks().map((t) => t.kind).sort() }
`

type Room = {
  enter(n: number, options?: object): Promise<null>
  crash(n: number): void
  update(n: number, patch: object): void
  link(n: number, m: number): string | null
  stats(n: number, m: number): Promise<{ framesDecoded: number; totalAudioEnergy: number } | null>
  setLocal(n: number, kinds: string[]): void
  setReceiving(n: number, wanted: { video: boolean }): void
  errors(): string[]
  peers(n: number): number
  open(): number
  kinds(n: number, m: number): string[]
  share(n: number, on: boolean): void
  screen(n: number, m: number): { frames: number; width: number } | null
  cameraWidth(n: number, m: number): number
  check(): Promise<{ what: string; ok: boolean | null; ms?: number }[]>
  reports(n: number): { quality?: { up: number; down: number; kbpsUp?: number; rtt?: number | null } }[]
}

let browser: Browser
let page: Page
let close: () => Promise<void>

const room = <K extends keyof Room>(
  name: K,
  ...args: Parameters<Room[K]>
): Promise<Awaited<ReturnType<Room[K]>>> =>
  page.evaluate(
    ([method, values]) => {
      const face = (globalThis as unknown as { room: Record<string, (...all: unknown[]) => unknown> }).room
      return face[method as string]?.(...(values as unknown[]))
    },
    [name, args] as const,
  ) as Promise<Awaited<ReturnType<Room[K]>>>

const linked = async (n: number, m: number) => {
  await expect.poll(() => room('link', n, m), { timeout: 20_000 }).toBe('connected')
}
const framesGrow = async (n: number, m: number) => {
  const before = (await room('stats', n, m))?.framesDecoded ?? 0
  await expect
    .poll(async () => (await room('stats', n, m))?.framesDecoded ?? 0, { timeout: 20_000 })
    .toBeGreaterThan(before + 5)
}

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: inPage, resolveDir: process.cwd() },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  })
  const script = outputFiles[0]?.text ?? ''
  const server = createServer((request, response) => {
    response.setHeader('content-type', request.url === '/room.js' ? 'text/javascript' : 'text/html')
    response.end(
      request.url === '/room.js' ? script : '<!doctype html><script type="module" src="/room.js"></script>',
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--allow-loopback-in-peer-connection',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-timer-throttling',
      '--disable-renderer-backgrounding',
    ],
  })
  page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await page.waitForFunction(() => 'room' in globalThis)
  close = async () => {
    await browser.close()
    await new Promise((resolve) => server.close(resolve))
  }
})
afterAll(() => close())

describe('mesh in Chromium', () => {
  it('two people and a watcher: pictures move, sound is heard, the watcher sends nothing', async () => {
    await room('enter', 2)
    await room('enter', 3)
    await room('enter', 1, { watching: true })
    for (const [n, m] of [
      [2, 3],
      [3, 2],
      [1, 2],
      [1, 3],
    ] as const) {
      await linked(n, m)
      await framesGrow(n, m)
    }
    await expect.poll(async () => (await room('stats', 2, 3))?.totalAudioEnergy ?? 0).toBeGreaterThan(0)
    expect((await room('stats', 2, 1))?.framesDecoded).toBe(0)
    expect(await room('open')).toBe(6)
  })

  it('who wants no cameras gets no frame more, still sends theirs, and hears; then sees again', async () => {
    await room('setReceiving', 2, { video: false })
    const framesOf = async () => (await room('stats', 2, 3))?.framesDecoded ?? -1
    await expect
      .poll(
        async () => {
          const before = await framesOf()
          await page.waitForTimeout(500)
          return (await framesOf()) - before
        },
        { timeout: 10_000 },
      )
      .toBe(0)
    const heard = (await room('stats', 2, 3))?.totalAudioEnergy ?? 0
    await framesGrow(3, 2)
    await framesGrow(1, 3)
    await expect.poll(async () => (await room('stats', 2, 3))?.totalAudioEnergy ?? 0).toBeGreaterThan(heard)
    await room('setReceiving', 2, { video: true })
    await framesGrow(2, 3)
    expect(await room('errors')).toEqual([])
  })

  it('a muted person is silent', async () => {
    const energyOf = async (ms: number) => {
      const before = (await room('stats', 2, 3))?.totalAudioEnergy ?? 0
      await page.waitForTimeout(ms)
      return ((await room('stats', 2, 3))?.totalAudioEnergy ?? 0) - before
    }
    const open = await energyOf(2_000)
    await room('update', 3, { muted: true })
    await page.waitForTimeout(500)
    expect(await energyOf(2_000)).toBeLessThan(open / 50)
    await room('update', 3, { muted: false })
    await page.waitForTimeout(500)
    expect(await energyOf(2_000)).toBeGreaterThan(open / 5)
  })

  it('a page that came back is connected anew, for either side of the pair', async () => {
    for (const gone of [2, 3]) {
      const stays = gone === 2 ? 3 : 2
      await room('crash', gone)
      await room('update', gone, { state: 'reconnecting' })
      await room('enter', gone, { resumed: true })
      await linked(gone, stays)
      await linked(stays, gone)
      await framesGrow(stays, gone)
      await framesGrow(gone, stays)
      await framesGrow(1, gone)
    }
    expect(await room('open')).toBe(6)
  })

  it('cameras that come later on both sides at once survive the glare', async () => {
    await room('enter', 4, { video: false })
    await room('enter', 5, { video: false })
    await linked(4, 5)
    await linked(5, 4)
    await expect.poll(() => room('kinds', 4, 5)).toEqual(['audio'])
    await expect.poll(() => room('kinds', 5, 4)).toEqual(['audio'])
    await page.evaluate(() => {
      const face = (globalThis as unknown as { room: Room }).room
      face.setLocal(4, ['audio', 'video'])
      face.setLocal(5, ['audio', 'video'])
    })
    await framesGrow(4, 5)
    await framesGrow(5, 4)
    expect(await room('kinds', 4, 5)).toEqual(['audio', 'video'])
  })

  const screenGrows = async (n: number, m: number) => {
    await expect.poll(() => room('screen', n, m), { timeout: 20_000 }).not.toBeNull()
    const before = (await room('screen', n, m))?.frames ?? 0
    await expect
      .poll(async () => (await room('screen', n, m))?.frames ?? 0, { timeout: 20_000 })
      .toBeGreaterThan(before + 5)
  }

  it('a shared screen comes on a line of its own, from either side, and the camera gets small meanwhile', async () => {
    for (const sharer of [4, 5]) {
      const viewer = sharer === 4 ? 5 : 4
      await expect.poll(() => room('cameraWidth', viewer, sharer), { timeout: 20_000 }).toBe(320)
      await room('share', sharer, true)
      await screenGrows(viewer, sharer)
      await expect.poll(async () => (await room('screen', viewer, sharer))?.width).toBe(640)
      await framesGrow(viewer, sharer)
      await expect.poll(() => room('cameraWidth', viewer, sharer), { timeout: 20_000 }).toBe(80)
      await room('share', sharer, false)
      expect(await room('screen', viewer, sharer)).toBeNull()
    }
  })

  it('two screens at once, begun in the same moment, and one again later', async () => {
    await page.evaluate(() => {
      const face = (globalThis as unknown as { room: Room }).room
      face.share(2, true)
      face.share(3, true)
    })
    await screenGrows(2, 3)
    await screenGrows(3, 2)
    await screenGrows(1, 2)
    await room('share', 2, false)
    await room('share', 2, true)
    await screenGrows(3, 2)
  })

  it('a viewer who reloads sees the screen again', async () => {
    await room('crash', 3)
    await room('update', 3, { state: 'reconnecting', sharing: false })
    await room('enter', 3, { resumed: true })
    await linked(3, 2)
    await screenGrows(3, 2)
  })

  it('judges its own line by real statistics', async () => {
    const judged = async () => (await room('reports', 2)).findLast((report) => report.quality)?.quality
    await expect.poll(judged, { timeout: 15_000 }).toBeDefined()
    const own = await judged()
    // The level itself depends on how busy the machine is.
    expect(own?.up).toBeGreaterThanOrEqual(1)
    expect(own?.down).toBeGreaterThanOrEqual(1)
    expect(own?.kbpsUp).toBeGreaterThan(50)
    expect(own?.rtt).toBeLessThan(3_000)
  })

  it('the connection check finds what is there, and that this server speaks no WebSocket', async () => {
    const lines = await room('check')
    expect(lines.map(({ what, ok }) => [what, ok])).toEqual([
      ['secure', true],
      ['socket', false],
      ['host', true],
      ['srflx', null],
      ['relay', null],
      ['loopback', true],
      ['microphone', true],
      ['camera', true],
      ['speaker', true],
    ])
    expect(lines.find(({ what }) => what === 'loopback')?.ms).toBeLessThan(500)
  })

  it('has nothing to complain about', async () => {
    expect((await room('errors')).join()).toBe('')
  })
})
