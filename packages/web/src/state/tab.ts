import type { Kind, Slot } from './devices.ts'
import type { Entrance } from './door.ts'
import type { ReturnTo } from './return-address.ts'

/** Why one is not in the room any more; the leave page has a sentence for each. */
export type LeftWhy =
  | 'self'
  | 'removed'
  | 'banned'
  | 'ended'
  | 'endedByYou'
  | 'elsewhere'
  | 'lost'
  /** From here on: out of the waiting room. */
  | 'refused'
  | 'expired'
  | 'waitOver'
  | 'leftWaiting'

/**
 * What this tab must know after a reload: which meeting, under which name, whether it was inside, what was switched on, or
 * why it left. Lives in the tab's session storage; a link's secret is here and nowhere else.
 */
export type Seat = {
  /** Tells a duplicated tab from another one; a copy has the same. */
  id: string
  entrance: Entrance
  title: string
  name: string
  /** Set while inside; its session storage then holds the resume ticket. */
  confId: string | null
  wanted: Record<Kind, boolean>
  left: LeftWhy | null
  /** In the meeting as whom: somebody who came by the link, or the account signed in in this tab. */
  as: 'guest' | 'account'
  /** Enters by itself when the meeting opens. */
  armed: boolean
  /** A sound is wanted when the waiting room opens. */
  ready: boolean
  returnTo: ReturnTo | null
}

export type TabMemory = {
  seat: () => Seat | null
  keepSeat: (seat: Seat) => void
  forgetSeat: () => void
}

/** What of the browser's storages is used; both may refuse (private mode, quota), which must not stop anybody. */
export type Box = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const seatKey = 'parley.seat'

export function createTabMemory(box: Box): TabMemory {
  // Keeps working without storage: only a reload then starts at the beginning.
  let seat: Seat | null = readJson<Seat>(box, seatKey)
  return {
    seat: () => seat,
    keepSeat: (next) => {
      seat = next
      writeText(box, seatKey, JSON.stringify(next))
    },
    forgetSeat: () => {
      seat = null
      dropText(box, seatKey)
    },
  }
}

const nameKey = 'parley.name'
const languageKey = 'parley.language'
const deviceKey = 'parley.device.'

/** What this browser remembers for the next meeting. */
export type Remembered = {
  name: () => string
  keepName: (name: string) => void
  language: () => string | null
  keepLanguage: (language: string) => void
  /** The device chosen last; '' = none. */
  device: (slot: Slot) => string
  keepDevice: (slot: Slot, id: string) => void
}

export function createRemembered(box: Box): Remembered {
  return {
    name: () => readText(box, nameKey) ?? '',
    keepName: (name) => writeText(box, nameKey, name),
    language: () => readText(box, languageKey),
    keepLanguage: (language) => writeText(box, languageKey, language),
    device: (slot) => readText(box, `${deviceKey}${slot}`) ?? '',
    keepDevice: (slot, id) => writeText(box, `${deviceKey}${slot}`, id),
  }
}

function readText(box: Box, key: string): string | null {
  try {
    return box.getItem(key)
  } catch {
    return null
  }
}

function writeText(box: Box, key: string, text: string): void {
  try {
    box.setItem(key, text)
  } catch {
    // Full or forbidden: see Box.
  }
}

function dropText(box: Box, key: string): void {
  try {
    box.removeItem(key)
  } catch {
    // See Box.
  }
}

/** What we wrote ourselves under our own key; anything unreadable counts as nothing. */
function readJson<Value>(box: Box, key: string): Value | null {
  const text = readText(box, key)
  if (text === null) return null
  try {
    return JSON.parse(text) as Value
  } catch {
    return null
  }
}

/** A tab's first step into a meeting. */
export const seatAt = (entrance: Entrance, id: string, returnTo: ReturnTo | null = null): Seat => ({
  id,
  entrance,
  title: '',
  name: '',
  confId: null,
  wanted: { audio: false, video: false },
  left: null,
  as: 'guest',
  armed: false,
  ready: false,
  returnTo,
})

/** Two entrances to the same meeting by the same right. */
export function sameEntrance(a: Entrance, b: Entrance): boolean {
  if (a.by === 'link') return b.by === 'link' && a.segment === b.segment && a.hostKey === b.hostKey
  return b.by === 'number' && a.confId === b.confId && a.password === b.password
}
