import type { Language } from '../i18n/language.ts'
import type { Agent } from './agent.ts'
import type { SupportProblem } from './browser-support.ts'
import type { Clock } from './clock.ts'
import type { CheckLine, ConnectionCheck } from './connection-check.ts'
import type { Console } from './console/console.ts'
import type { Devices } from './devices.ts'
import type { Door, Entrance, Look, Ticket } from './door.ts'
import type { Home, HomeParts } from './home.ts'
import type { Entry, GoIn } from './inside.ts'
import type { JoinState } from './joining.ts'
import type { MicWatch } from './mic-watch.ts'
import type { OtherTabs } from './other-tabs.ts'
import type { ReturnTo } from './return-address.ts'
import type { Answer, Ringing } from './ringing.ts'
import type { Room } from './room.ts'
import type { SpeakerTest } from './speaker-test.ts'
import type { Store } from './store.ts'
import type { LeftWhy, Remembered, TabMemory } from './tab.ts'
import type { Waiting } from './waiting.ts'

export type Page =
  | { is: 'home'; home: Home }
  | { is: 'door'; door: Door; entrance: Entrance }
  | { is: 'noMeeting' }
  /** Nothing was asked of the server yet; `link` is what to open elsewhere. */
  | { is: 'unsupported'; problem: SupportProblem; link: string }
  /** This tab is a copy of one that is in the meeting. `given`: it stays there. */
  | { is: 'otherTab'; title: string; given: boolean }
  | { is: 'waiting'; waiting: Waiting; title: string }
  /** `room` null: on the way in. */
  | { is: 'room'; room: Room | null; title: string }
  | { is: 'left'; why: LeftWhy; title: string; returnTo: ReturnTo | null }
  | { is: 'accessibility' }
  /** `model` null: its code is on the way. */
  | { is: 'console'; model: Console | null }

export type App = {
  page: Store<Page>
  language: Store<Language>
  join: Store<JoinState>
  devices: Devices
  /** Of the open microphone before the room; the room has its own words for it. */
  micWatch: MicWatch
  speakerTest: SpeakerTest
  ringing: Ringing
  /** Null: not open. */
  check: Store<ConnectionCheck | null>
  /** In the waiting room: be told by a sound. */
  ready: Store<boolean>
  agent: Agent
  /** What stands in the field: a door that opens meanwhile, and a reload, find it again. */
  typeName: (name: string) => void
  /** The name to offer at the door. */
  knownName: () => string
  /** The link by which one came, without the key of a host; null for who came by number. */
  link: () => string | null
  setLanguage: (language: Language) => void
  /** Reads where the tab is and goes on from there. */
  start: () => void
  /** The person has begun at the open door: everything but joining may go ahead. */
  begin: () => void
  /** In an app's own small browser: on all the same. */
  stay: () => void
  enter: (entrance: Entrance) => void
  joinAs: (name: string) => Promise<void>
  /** Enter under this name as soon as the door opens; null: not any more. */
  arm: (name: string | null) => void
  rejoin: () => void
  /** Of two tabs with one place: this one, or the other. */
  useHere: () => void
  stayThere: () => void
  setReady: (ready: boolean) => void
  answerInvite: (answer: Answer) => Promise<void>
  showCheck: (open: boolean) => void
  toStart: () => void
  /** The page goes away (reload, closed tab, another address): no leave. */
  closing: () => void
  network: (network: 'online' | 'offline') => void
}

/** The browser's address bar, as far as it is used. */
type Address = {
  url: () => URL
  /** Replaces the address without loading anything. */
  replace: (path: string) => void
  /** Loads a page of this server. */
  load: (path: string) => void
}

export type IceServers = readonly { urls: string | string[]; username?: string; credential?: string }[]

export type AppParts = {
  look: (entrance: Entrance, language: Language) => Promise<Look>
  /** Loads the code of the room, signs in with the ticket and connects, so that joining is one step; nobody sees it. */
  prepare: (ticket: Ticket) => void
  /** Still signed in and connected by this ticket, which itself is spent. */
  isPrepared: (ticket: Ticket) => boolean
  /** Loads the code of the room and goes in; never throws. */
  goIn: (way: GoIn) => Promise<Entry>
  account: Pick<HomeParts, 'client' | 'wasSignedIn'>
  /** Loads the code of the console. */
  console: (language: () => Language) => Promise<Console>
  /** Loads what tries the connection and tries it, with the relays that are known. */
  check: (iceServers: IceServers, onLine: (line: CheckLine) => void) => Promise<readonly CheckLine[]>
  devices: Devices
  micWatch: MicWatch
  speakerTest: SpeakerTest
  /** A short sound: something has come that was waited for. */
  chime: () => void
  /** In a click: lets `chime` be heard later. */
  wakeSound: () => void
  agent: Agent
  support: SupportProblem | null
  clock: Clock
  address: Address
  tab: TabMemory
  otherTabs: OtherTabs
  remembered: Remembered
  preferredLanguages: readonly string[]
  userAgent: string
  /** Origins the operator trusts in `returnTo`. */
  returnOrigins: readonly string[]
}
