import type { ConferenceEvent, EphemeralEvent } from '@parley/protocol'
import type { MirrorState } from './state.ts'

/**
 * `before`: the state that the event met, which the mirror itself may have left long since: many come in one frame. `snapshot`: the state was replaced as a whole, so events up to `version` that were not
 * seen will not be seen.
 */
export type MirrorChange =
  | { kind: 'event'; event: ConferenceEvent | EphemeralEvent; before: MirrorState }
  | { kind: 'snapshot'; version: number }

/** A reader so far behind gets one `snapshot` instead of what it missed: never a silent hole, never unbounded memory. */
const maxUnread = 10_000

type Reader = { push(change: MirrorChange): void }

/** Hands each change to any number of readers, each in order and at its own pace. */
export const createChanges = () => {
  const readers = new Set<Reader>()
  let ended = false
  const finishers = new Set<() => void>()

  const read = (): AsyncIterableIterator<MirrorChange> => {
    let unread: MirrorChange[] = []
    let wake: ((result: IteratorResult<MirrorChange>) => void) | null = null
    let done = ended
    const reader: Reader = {
      push: (change) => {
        if (wake) {
          const deliver = wake
          wake = null
          deliver({ done: false, value: change })
          return
        }
        if (unread.length >= maxUnread) {
          const version = unread.concat(change).reduce((last, one) => Math.max(last, versionOf(one)), 0)
          unread = [{ kind: 'snapshot', version }]
        } else unread.push(change)
      },
    }
    const finish = () => {
      done = true
      readers.delete(reader)
      finishers.delete(finish)
      wake?.({ done: true, value: undefined })
      wake = null
    }
    if (!done) {
      readers.add(reader)
      finishers.add(finish)
    }
    return {
      next: () => {
        const change = unread.shift()
        if (change) return Promise.resolve({ done: false, value: change })
        if (done) return Promise.resolve({ done: true, value: undefined })
        return new Promise((resolve) => {
          wake = resolve
        })
      },
      return: () => {
        unread = []
        finish()
        return Promise.resolve({ done: true, value: undefined })
      },
      [Symbol.asyncIterator]() {
        return this
      },
    }
  }

  return {
    read,
    push: (change: MirrorChange) => {
      for (const reader of [...readers]) reader.push(change)
    },
    end: () => {
      ended = true
      for (const finish of [...finishers]) finish()
    },
  }
}

const versionOf = (change: MirrorChange): number =>
  change.kind === 'snapshot' ? change.version : change.event.version
