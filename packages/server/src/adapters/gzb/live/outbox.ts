/** What one reader of one conference is still to be sent: held until the answer has gone, gathered if it takes several at once. */
import type { Frame } from '#sockets/frame.ts'
import type { Cadence } from './cadence.ts'
import type { Piece } from './piece.ts'

export type Outbox = {
  put(piece: Piece): void
  /** A frame of its own, after all that was put before. */
  putWhole(frame: Frame): void
  release(): void
  readonly isHeld: boolean
  silence(): void
  readonly isSilent: boolean
  /** Sends what has gathered. */
  flush(): void
  /** What still waits is forgotten. */
  close(): void
}

/** Characters of one notification; a frame has 1 MiB, and a character at most three bytes. */
const MOST_TOGETHER = 256 * 1024

export function createOutbox({
  send,
  together,
  cadence,
  silent,
}: {
  send(frame: Frame): void
  together(pieces: readonly Piece[]): Frame
  /** Null: every piece is a frame of its own. */
  cadence: Cadence | null
  silent: boolean
}): Outbox {
  let held: (Piece | Frame)[] | null = []
  let gathered: Piece[] = []
  let isSilent = silent

  function tell(): void {
    let length = 0
    let some: Piece[] = []
    const all = gathered
    gathered = []
    for (const piece of all) {
      if (length > 0 && length + piece.text.length > MOST_TOGETHER) {
        send(together(some))
        some = []
        length = 0
      }
      some.push(piece)
      length += piece.text.length
    }
    if (some.length > 0) send(together(some))
  }

  function pass(item: Piece | Frame): void {
    if ('wire' in item) {
      tell()
      send(item)
    } else if (cadence) gathered.push(item)
    else send(item.frame)
  }

  function take(item: Piece | Frame): void {
    if (isSilent) return
    if (held) {
      held.push(item)
      return
    }
    pass(item)
    if (cadence && gathered.length > 0) cadence.ask(tell)
  }

  return {
    put: take,
    putWhole: take,
    release() {
      const waiting = held ?? []
      held = null
      for (const item of waiting) pass(item)
      tell()
    },
    get isHeld() {
      return held !== null
    },
    silence() {
      isSilent = true
      if (held) held = []
      gathered = []
      cadence?.withdraw(tell)
    },
    get isSilent() {
      return isSilent
    },
    flush() {
      if (!held) tell()
    },
    close() {
      held = null
      gathered = []
      isSilent = true
      cadence?.withdraw(tell)
    },
  }
}
