/** One socket of one caller: the conferences it follows, and those it is inside of. */
import type {
  Conference,
  ConferenceId,
  Device,
  Opening,
  Participant,
  ParticipantId,
  Recorded,
} from '@parley/core'
import type { CloseCode } from '@parley/protocol'
import type { Frame } from '#sockets/frame.ts'
import type { Outlet } from '#sockets/outlet.ts'
import { audienceOf, type Caller, identityOf } from '../auth/caller.ts'
import type { House } from '../house.ts'
import type { Audience, Sight } from '../sight.ts'
import { sightOf } from '../sight.ts'
import { type Binding, createBinding, type Line, memberOf } from './binding.ts'
import type { Cadences } from './cadence.ts'
import type { Encoder } from './encoder.ts'
import { createFollowings, type Followings } from './followings.ts'
import type { Memory, Registered, Registry } from './registry.ts'
import { createWaitingRooms, type Waiting, type WaitingRooms } from './waiting.ts'

export type Connection = Registered & {
  readonly caller: Caller
  readonly audience: Audience
  readonly device: Device
  follow: Followings['follow']
  /** Stops the frames; whoever is inside stays inside. */
  unfollow(confId: ConferenceId): void
  /** The state at an opening, in its parts. */
  sendSnapshot(opening: Opening): void
  /** What this caller may see of a conference. */
  sightOn(conference: Conference): Sight
  bindingOf(confId: ConferenceId): Binding | null
  /** The connection on which the presence of another participant hangs. */
  peer(confId: ConferenceId, participantId: ParticipantId): Pick<Connection, 'send'> | null
  /** Presence of the participant hangs on this connection from now on. */
  bind(confId: ConferenceId, participantId: ParticipantId, generation: number, line: Line): Binding
  /**
   * Presence of somebody who waits to be let in hangs on this connection from now on, and nothing of the meeting is sent.
   * `lobby.changed` is, from `release` on.
   */
  wait: WaitingRooms['enter']
  /** Whether and how it waits there. */
  waitingIn(confId: ConferenceId): Waiting | null
  /** While `act` runs, news of another page taking over is not acted on: it may be of our own making. */
  entering<R>(confId: ConferenceId, act: () => Promise<R>): Promise<R>
  /** A call is under way: what would end the connection waits until it was answered. */
  busy(): () => void
  /** Tells every conference it is inside of. */
  note(line: Line): void
  /** A sign of life on a line that was thought to be down. */
  comeBack(byPage: boolean): void
  /** Another proof of the same subject. */
  renew(caller: Caller): void
  /** The socket is gone. `tell`: the conferences learn of it. */
  ended(options: { tell: boolean; heardOfReplacement: boolean }): void
}

type Options = {
  id: string
  house: House
  registry: Registry
  encoder: Encoder
  cadences: Cadences
  caller: Caller
  device: Device
  outlet: Outlet
  onError(error: unknown, context: { stage: string }): void
}

/** Beyond this much waiting a reader gets no more live-only frames. */
const EPHEMERAL_BYTES = 256 * 1024
/** [WC] 4.6. */
const MOST_FOLLOWED = { guest: 1, user: 20, key: 5_000 } as const

export function createConnection({
  id,
  house,
  registry,
  encoder,
  cadences,
  caller: first,
  device,
  outlet,
  onError,
}: Options): Connection {
  const { parts } = house
  const identity = identityOf(first)
  const audience = audienceOf(first)
  let caller = first
  const bindings = new Map<ConferenceId, Binding>()
  const entering = new Set<ConferenceId>()
  let callsUnderWay = 0
  let closing: CloseCode | null = null
  let closedWith: CloseCode | null = null
  let over = false

  const send = (frame: Frame): void => outlet.send(frame)

  const followings = createFollowings({
    ...parts,
    encoder,
    cadences,
    actor: () => caller.actor,
    most: MOST_FOLLOWED[first.is],
    send,
    isBehind: () => outlet.behind || outlet.waiting.bytes >= EPHEMERAL_BYTES,
    onEvents: heed,
    isOver: () => over,
  })

  const waiting = createWaitingRooms({
    feed: parts.feed,
    send,
    bindingFor,
    bound: (confId, participantId) => registry.bind(confId, participantId, connection),
    unbound: (confId, participantId) => registry.unbind(confId, participantId, connection),
    // Nothing of the meeting is told to somebody who waits.
    onEnter: followings.drop,
    onReplaced(confId) {
      if (!entering.has(confId) && waiting.giveWay(confId)) close(4004)
    },
    isOver: () => over,
  })

  function close(code: CloseCode): void {
    closing ??= code
    if (callsUnderWay > 0 || closedWith !== null) return
    closedWith = closing
    followings.flush()
    outlet.close(closing, '')
  }

  function unbind(confId: ConferenceId): void {
    const binding = bindings.get(confId)
    if (!binding) return
    binding.release()
    bindings.delete(confId)
    registry.unbind(confId, binding.participantId, connection)
  }

  /** What events mean for this connection, once their frames were sent. */
  function heed(confId: ConferenceId, events: readonly Recorded[], conference: Conference): void {
    const binding = bindings.get(confId)
    if (binding && !entering.has(confId)) {
      const person = conference.people[binding.participantId]
      if (person && person.generation > binding.generation) {
        unbind(confId)
        close(4004)
        return
      }
    }
    for (const event of events) {
      if (
        event.type === 'ParticipantLeft' &&
        event.data.participantId === bindings.get(confId)?.participantId
      ) {
        unbind(confId)
        if (event.data.reason === 'returned') {
          goBack(confId, conference.people[event.data.participantId])
          return
        }
        if (event.data.reason === 'removed') close(4005)
        if (event.data.reason === 'left') settleDown(confId)
      } else if (event.type === 'RunEnded') {
        unbind(confId)
        if (caller.is === 'guest') close(1000)
      } else if (event.type === 'ConferenceClosed' || event.type === 'ConferenceCancelled') {
        settleDown(confId)
      }
    }
  }

  /** From the meeting to the waiting room: nothing more of it is told. */
  function goBack(confId: ConferenceId, person: Participant | undefined): void {
    followings.drop(confId)
    if (!person) return
    const { id, generation, presence } = person
    const line = presence.is === 'waiting' && presence.connected ? 'up' : 'down'
    waiting.enter(confId, id, generation, line).then(
      (lobby) => lobby.release({ first: true }),
      (error: unknown) => onError(error, { stage: 'gzb.lobby' }),
    )
  }

  function bindingFor(
    confId: ConferenceId,
    participantId: ParticipantId,
    generation: number,
    line: Line,
  ): Binding {
    return createBinding({ ...parts, confId, participantId, generation, line, onError })
  }

  /** [WC] 3.6: leaving and the end cancel a subscription; a guest has nothing else to be here for. */
  function settleDown(confId: ConferenceId): void {
    if (caller.is === 'guest') close(1000)
    else unfollow(confId)
  }

  function unfollow(confId: ConferenceId): void {
    if (bindings.has(confId)) followings.of(confId)?.silence()
    else followings.drop(confId)
  }

  const connection: Connection = {
    id,
    get caller() {
      return caller
    },
    identity,
    audience,
    device,
    get isInside() {
      return bindings.size > 0 || waiting.all().length > 0
    },
    send,
    follow: followings.follow,
    unfollow,
    sendSnapshot({ conference, speakers, network }) {
      const sight = sightOf(conference, caller.actor)
      for (const part of encoder.snapshot(conference, { speakers, network }, sight)) send(part)
    },
    sightOn: (conference) => sightOf(conference, caller.actor),
    bindingOf: (confId) => bindings.get(confId) ?? null,
    peer: (confId, participantId) => registry.connectionOf(confId, participantId),
    bind(confId, participantId, generation, line) {
      unbind(confId)
      waiting.leave(confId)
      const binding = bindingFor(confId, participantId, generation, line)
      if (over) {
        // The socket went while its join was on the way: nobody else would tell.
        binding.note('down')
        return binding
      }
      bindings.set(confId, binding)
      registry.bind(confId, participantId, connection)
      return binding
    },
    wait: waiting.enter,
    waitingIn: waiting.of,
    async entering(confId, act) {
      entering.add(confId)
      try {
        return await act()
      } finally {
        entering.delete(confId)
        const subscription = followings.of(confId)
        if (subscription) heed(confId, [], subscription.conference)
        if (waiting.giveWay(confId)) close(4004)
      }
    },
    busy() {
      callsUnderWay += 1
      let done = false
      return () => {
        if (done) return
        done = true
        callsUnderWay -= 1
        if (callsUnderWay === 0 && closing !== null) close(closing)
      }
    },
    followed: () => [
      ...followings.all().map(({ confId, topics, version, silent, batch }) => {
        const binding = bindings.get(confId)
        const member = binding ? memberOf(binding) : null
        return { confId, topics, version, silent, batch, member, waits: false }
      }),
      ...waiting.followed(),
    ],
    note(line) {
      for (const binding of everyBinding()) binding.note(line)
    },
    comeBack(byPage) {
      for (const binding of everyBinding()) {
        if (binding.line === 'down' || (binding.line === 'closing' && byPage)) binding.note('up')
      }
    },
    renew(next) {
      caller = next
    },
    close,
    abandon() {
      end(null)
      outlet.terminate()
    },
    ended({ tell, heardOfReplacement }) {
      if (over) return
      const replaced = closedWith === 4004
      const forgotten = (replaced && heardOfReplacement) || closedWith === 1000 || closedWith === 4005
      const memory = forgotten ? null : { followed: connection.followed(), replaced }
      if (tell) connection.note('down')
      end(memory)
    },
  }

  function everyBinding(): Binding[] {
    return [...bindings.values(), ...waiting.all().map(({ binding }) => binding)]
  }

  function end(memory: Memory | null): void {
    if (over) return
    over = true
    for (const confId of [...bindings.keys()]) unbind(confId)
    for (const { binding } of waiting.all()) waiting.leave(binding.confId)
    followings.close()
    registry.dismiss(connection, memory)
  }

  return connection
}
