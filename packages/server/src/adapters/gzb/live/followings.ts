/** The conferences one connection follows. */
import type { Actor, Clock, Conference, ConferenceId, Feed, Opening, Recorded } from '@parley/core'
import type { Frame } from '#sockets/frame.ts'
import { WireError } from '../errors.ts'
import type { Cadences } from './cadence.ts'
import type { Encoder } from './encoder.ts'
import { type FollowOptions, type Subscription, subscribe } from './subscription.ts'

export type Followings = {
  /** Anew, also where it was followed before; frames are sent from `release` on. Refuses with `no-conference`. */
  follow(options: FollowOptions): Promise<{ opening: Opening; subscription: Subscription }>
  of(confId: ConferenceId): Subscription | null
  all(): Subscription[]
  /** Sends what has gathered of it, and no more. */
  drop(confId: ConferenceId): void
  /** Sends what has gathered. */
  flush(): void
  /** Nothing more is sent. */
  close(): void
}

type Options = {
  feed: Feed
  encoder: Encoder
  clock: Clock
  cadences: Cadences
  actor(): Actor
  /** How many conferences at once. */
  most: number
  send(frame: Frame): void
  /** The reader is behind: live-only frames are dropped. */
  isBehind(): boolean
  /** After the frames of these events were sent. */
  onEvents(confId: ConferenceId, events: readonly Recorded[], conference: Conference): void
  /** The connection is gone. */
  isOver(): boolean
}

export function createFollowings({
  feed,
  encoder,
  clock,
  cadences,
  actor,
  most,
  send,
  isBehind,
  onEvents,
  isOver,
}: Options): Followings {
  const subscriptions = new Map<ConferenceId, Subscription>()

  return {
    async follow({ confId, topics, after, start, silent, batch }) {
      if (!subscriptions.has(confId) && subscriptions.size >= most)
        throw new WireError(602, `a connection follows at most ${most} conferences`)
      let opening: Opening | null = null
      const subscription = await subscribe({
        confId,
        actor: actor(),
        topics,
        after,
        ...(start ? { start } : {}),
        ...(silent ? { silent } : {}),
        feed,
        encoder,
        clock,
        cadence: batch ? cadences.of(confId) : null,
        send,
        isBehind,
        onOpen(opened) {
          opening = opened
          // In this turn the new reader takes over: nothing is told twice, nothing is missed.
          subscriptions.get(confId)?.close()
          subscriptions.delete(confId)
        },
        onEvents: (events, conference) => onEvents(confId, events, conference),
      })
      if (isOver()) subscription.close()
      else subscriptions.set(confId, subscription)
      return { opening: opening as unknown as Opening, subscription }
    },
    of: (confId) => subscriptions.get(confId) ?? null,
    all: () => [...subscriptions.values()],
    drop(confId) {
      const subscription = subscriptions.get(confId)
      subscription?.flush()
      subscription?.close()
      subscriptions.delete(confId)
    },
    flush() {
      for (const subscription of subscriptions.values()) subscription.flush()
    },
    close() {
      for (const subscription of subscriptions.values()) subscription.close()
      subscriptions.clear()
    },
  }
}
