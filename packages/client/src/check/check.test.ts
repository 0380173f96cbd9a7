import { describe, expect, it } from 'vitest'
import { createFakeClock, type FakeClock } from '../testing/fake-clock.ts'
import { checkConnection } from './check.ts'
import type { CheckLine } from './line.ts'

type Candidate = { type: string; protocol: string; candidate: string }

/** A browser whose network finds these candidates; `passes`: two of its ends reach each other. */
const fakeRtc = (candidates: Candidate[], clock: FakeClock, passes: (policy: string) => boolean) => {
  const made: Peer[] = []
  class Channel {
    onopen: (() => void) | null = null
    onmessage: ((event: { data: string }) => void) | null = null
    other: Channel | null = null
    send(data: string) {
      clock.after(7, () => this.other?.onmessage?.({ data }))
    }
  }
  class Peer {
    onicecandidate: ((event: { candidate: Candidate | null }) => void) | null = null
    ondatachannel: ((event: { channel: Channel }) => void) | null = null
    localDescription: { from: Peer } | null = null
    channel: Channel | null = null
    closed = false
    readonly policy: string
    constructor({ iceTransportPolicy = 'all', iceServers = [] }: RTCConfiguration) {
      for (const { urls } of iceServers)
        for (const url of [urls].flat())
          if (!/^(stun|turn)s?:/.test(url)) throw new SyntaxError(`'${url}' is not a valid URL`)
      this.policy = iceTransportPolicy
      made.push(this)
    }
    createDataChannel() {
      this.channel = new Channel()
      return this.channel
    }
    async setLocalDescription() {
      this.localDescription = { from: this }
      clock.after(1, () => {
        for (const candidate of candidates) this.onicecandidate?.({ candidate })
        this.onicecandidate?.({ candidate: null })
      })
    }
    async setRemoteDescription({ from }: { from: Peer }) {
      const near = from.channel
      if (!near || !passes(this.policy)) return
      const far = new Channel()
      near.other = far
      far.other = near
      clock.after(5, () => {
        this.ondatachannel?.({ channel: far })
        near.onopen?.()
      })
    }
    async addIceCandidate() {}
    close() {
      this.closed = true
    }
  }
  return { rtc: { RTCPeerConnection: Peer as never }, made }
}

const socketOf = (clock: FakeClock, does: 'open' | 'error' | 'hang') =>
  class {
    readonly #listeners = new Map<string, () => void>()
    constructor(readonly url: string) {
      if (does !== 'hang') clock.after(12, () => this.#listeners.get(does)?.())
    }
    addEventListener(type: string, listener: () => void) {
      this.#listeners.set(type, listener)
    }
    close() {
      this.#listeners.get('close')?.()
    }
  }

const host = { type: 'host', protocol: 'udp', candidate: 'candidate:1' }
const srflx = { type: 'srflx', protocol: 'udp', candidate: 'candidate:2' }
const relay = { type: 'relay', protocol: 'tcp', candidate: 'candidate:3' }
const turn = { urls: ['turn:turn.example.org:3478'], username: 'u', credential: 'c' }
const devices = {
  enumerateDevices: async () => [
    { kind: 'audioinput', label: 'Desk microphone' },
    { kind: 'audioinput', label: '' },
    { kind: 'videoinput', label: '' },
  ],
}

const check = async ({
  candidates = [host],
  iceServers = [] as { urls: string[] }[],
  socket = 'open' as 'open' | 'error' | 'hang',
  passes = (_policy: string) => true,
  has = devices as typeof devices | null,
  webrtc = true,
}) => {
  const clock = createFakeClock()
  const { rtc, made } = fakeRtc(candidates, clock, passes)
  const told: CheckLine[] = []
  const running = checkConnection({
    wsUrl: 'wss://meet.example.org/gzbwclient/websck',
    iceServers,
    platform: { ...clock, WebSocket: socketOf(clock, socket) as never },
    rtc: webrtc ? rtc : null,
    devices: has ?? undefined,
    onLine: (line) => told.push(line),
  })
  await clock.advance(60_000)
  const lines = await running
  expect(told).toEqual(lines)
  expect(made.every((pc) => pc.closed)).toBe(true)
  expect(clock.pending()).toBe(0)
  return { lines, of: (what: CheckLine['what']) => lines.find((line) => line.what === what) }
}

describe('connection check', () => {
  it('tells each thing that works, and how long it took', async () => {
    const { lines } = await check({
      candidates: [host, host, srflx, relay],
      iceServers: [turn],
    })
    expect(lines).toEqual([
      { what: 'secure', ok: true, detail: 'secure context' },
      { what: 'socket', ok: true, detail: 'reached', ms: 12 },
      { what: 'host', ok: true, detail: 'udp' },
      { what: 'srflx', ok: true, detail: 'udp' },
      { what: 'relay', ok: true, detail: 'tcp' },
      { what: 'loopback', ok: true, detail: 'through TURN', ms: 14 },
      { what: 'microphone', ok: true, detail: '2, Desk microphone' },
      { what: 'camera', ok: true, detail: '1' },
      { what: 'speaker', ok: null, detail: 'none listed' },
    ])
  })

  it('does not blame what nobody set up', async () => {
    const { of } = await check({})
    expect([of('srflx')?.ok, of('relay')?.ok]).toEqual([null, null])
    expect(of('loopback')).toMatchObject({ ok: true, detail: 'direct' })
  })

  it('tells a TURN server that gives no address, and one that does not carry', async () => {
    const silent = await check({ iceServers: [turn], passes: (policy) => policy !== 'relay' })
    expect(silent.of('relay')).toEqual({ what: 'relay', ok: false, detail: 'none found' })
    expect(silent.of('loopback')).toEqual({
      what: 'loopback',
      ok: false,
      detail: 'no connection through TURN in 8 s',
    })
  })

  it('a STUN server must give an address, unless a relay does', async () => {
    const stun = [{ urls: ['stun:stun.example.org'] }]
    expect((await check({ iceServers: stun })).of('srflx')?.ok).toBe(false)
    const both = await check({ candidates: [host, relay], iceServers: [...stun, turn] })
    expect(both.of('srflx')?.ok).toBeNull()
  })

  it('tells a way to the server that is refused or swallowed', async () => {
    expect((await check({ socket: 'error' })).of('socket')).toMatchObject({ ok: false, ms: 12 })
    expect((await check({ socket: 'hang' })).of('socket')).toMatchObject({
      ok: false,
      detail: 'no answer in 6 s',
    })
  })

  it('tells of an address no browser takes, and goes on', async () => {
    const { of } = await check({ iceServers: [{ urls: ['turn.example.org'] }] })
    expect(of('loopback')).toEqual({
      what: 'loopback',
      ok: false,
      detail: "SyntaxError: 'turn.example.org' is not a valid URL",
    })
    expect(of('microphone')?.ok).toBe(true)
  })

  it('works without WebRTC and outside a secure context', async () => {
    const { of } = await check({ webrtc: false, has: null })
    expect(of('secure')?.ok).toBe(false)
    expect(of('loopback')).toMatchObject({ ok: false, detail: 'no WebRTC in this browser' })
    expect(of('microphone')?.ok).toBe(false)
  })
})
