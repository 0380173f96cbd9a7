import type { Client } from '@parley/client'
import type { InviteRinging } from '@parley/protocol'
import { readAgent } from './agent.ts'
import { createApp } from './app.ts'
import type { SupportProblem } from './browser-support.ts'
import { createDevices } from './devices.ts'
import type { Entrance, Look } from './door.ts'
import type { Entry, GoIn, Inside, Stage } from './inside.ts'
import { createManualClock } from './manual-clock.ts'
import type { Room } from './room.ts'
import { createStore } from './store.ts'
import { type Box, createRemembered, createTabMemory, type Seat, seatAt } from './tab.ts'

export const origin = 'https://meet.example'
export const link = `${origin}/gzbwclient/conference/aB3xMTIz`
export const entrance: Entrance = { by: 'link', segment: 'aB3xMTIz' }
export const meeting = { confId: '123456789', title: 'Weekly', startTime: null, hostName: null }

function fakeBox(): Box & { entries: Map<string, string> } {
  const entries = new Map<string, string>()
  return {
    entries,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  }
}

type World = {
  at?: string
  seat?: Partial<Seat>
  entry?: Entry | ((way: GoIn) => Entry)
  look?: Look | (() => Look)
  box?: Box
  support?: SupportProblem
  /** The seat of another tab of this browser that is inside. */
  elsewhere?: string
  waiting?: boolean
  /** Rings at the account that is signed in in this tab. */
  rings?: InviteRinging
  /** The start page of this tab was never shown since it was loaded: nobody has signed in there. */
  signedOut?: boolean
}

/** A tab with its storages, a server that answers as told, and a room that only notes what happens to it. */
export function setUp({
  at = link,
  seat,
  entry,
  look,
  box = fakeBox(),
  support,
  elsewhere,
  waiting,
  rings,
  signedOut = false,
}: World = {}) {
  const clock = createManualClock()
  const loads: string[] = []
  const went: GoIn[] = []
  const looked: Entrance[] = []
  const closed: string[] = []
  const prepared: string[] = []
  const heard: string[] = []
  const held: (string | null)[] = []
  let url = new URL(at)
  const tab = createTabMemory(box)
  if (seat)
    tab.keepSeat({
      ...seatAt(entrance, 'seat'),
      title: 'Weekly',
      name: 'Ann',
      confId: '123456789',
      wanted: { audio: true, video: false },
      left: null,
      ...seat,
    })
  const toasts: string[] = []
  const room = {
    toasts: { add: (news: { message: { key: string } }) => toasts.push(news.message.key) },
  } as unknown as Room
  const leftWaiting: string[] = []
  const ringing = rings ? [rings] : []
  const session = signedOut ? { is: 'signed-out' } : { is: 'signed-in', userId: 'u1', name: 'Ann Account' }
  const account = { session: { getState: () => session } }
  const stage = createStore<Stage>(
    waiting
      ? {
          is: 'waiting',
          waiting: { store: null, leave: () => leftWaiting.push('left'), stop: () => undefined } as never,
        }
      : { is: 'room', room },
  )
  const inside: Inside = {
    stage,
    invites: {
      getState: () => ringing,
      subscribe: () => () => undefined,
      answer: async () => ({ joinUrl: rings?.joinUrl }),
    } as never,
    leave: async () => void closed.push('leave'),
    iceServers: () => [],
    close: () => closed.push('close'),
    closing: () => closed.push('closing'),
    network: () => undefined,
  }
  const app = createApp({
    look: async (asked) => {
      looked.push(asked)
      return (
        (typeof look === 'function' ? look() : look) ?? {
          is: 'open',
          meeting,
          serverTime: clock.now(),
          ticket: { clientId: 'w', ticket: 't', deadline: clock.now() + 120_000 },
        }
      )
    },
    goIn: async (way) => {
      went.push(way)
      await way.prepare?.()
      const answer = typeof entry === 'function' ? entry(way) : entry
      return answer ?? { is: 'inside', inside }
    },
    account: {
      client: async () => {
        if (!rings) throw new Error('not here')
        return account as unknown as Client
      },
      wasSignedIn: () => false,
    },
    console: () => Promise.reject(new Error('not here')),
    prepare: (ticket) => prepared.push(ticket.ticket),
    isPrepared: () => false,
    check: async () => [],
    devices: createDevices({ mediaDevices: undefined, granted: async () => false }),
    micWatch: {} as never,
    speakerTest: {} as never,
    chime: () => heard.push('chime'),
    wakeSound: () => heard.push('wake'),
    agent: readAgent(''),
    support: support ?? null,
    otherTabs: {
      isOpen: async (id) => id === elsewhere,
      hold: (id) => {
        held.push(id)
      },
    },
    userAgent: 'test',
    returnOrigins: ['https://crm.example'],
    clock,
    address: {
      url: () => url,
      replace: (path) => {
        url = new URL(path, origin)
      },
      load: (path) => loads.push(path),
    },
    tab,
    remembered: createRemembered(fakeBox()),
    preferredLanguages: ['en'],
  })
  const settle = () => clock.advance(0)
  const page = () => app.page.get().is
  const go = async () => {
    app.start()
    await settle()
  }
  return {
    app,
    clock,
    tab,
    box,
    loads,
    went,
    looked,
    closed,
    prepared,
    heard,
    held,
    leftWaiting,
    stage,
    room,
    toasts,
    inside,
    settle,
    page,
    go,
    url: () => url.href,
  }
}
