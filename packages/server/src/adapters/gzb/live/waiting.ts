/** The waiting rooms one connection is in. */
import type { ConferenceId, Feed, ParticipantId } from '@parley/core'
import type { Frame } from '#sockets/frame.ts'
import { type Binding, type Line, memberOf } from './binding.ts'
import { createLobby, type Lobby } from './lobby.ts'
import type { Followed } from './registry.ts'

export type Waiting = { readonly lobby: Lobby; readonly binding: Binding }

export type WaitingRooms = {
  /**
   * Presence of somebody who waits hangs on this connection from now on. `after`: the version that was heard of last, on a line that
   * was lost. Refuses with `no-conference`.
   */
  enter(
    confId: ConferenceId,
    participantId: ParticipantId,
    generation: number,
    line: Line,
    after?: number | null,
  ): Promise<Lobby>
  leave(confId: ConferenceId): void
  /** Lets go of a waiting room in which another page of the same person waits by now; true when it did. */
  giveWay(confId: ConferenceId): boolean
  of(confId: ConferenceId): Waiting | null
  all(): Waiting[]
  /** For a resume; whoever waits follows nothing yet. */
  followed(): Followed[]
}

type Options = {
  feed: Feed
  send(frame: Frame): void
  bindingFor(confId: ConferenceId, participantId: ParticipantId, generation: number, line: Line): Binding
  /** The connection answers for this participant, or no longer. */
  bound(confId: ConferenceId, participantId: ParticipantId): void
  unbound(confId: ConferenceId, participantId: ParticipantId): void
  /** Before the waiting begins. */
  onEnter(confId: ConferenceId): void
  /** Another page of the same person came. */
  onReplaced(confId: ConferenceId): void
  /** The connection is gone. */
  isOver(): boolean
}

export function createWaitingRooms({
  feed,
  send,
  bindingFor,
  bound,
  unbound,
  onEnter,
  onReplaced,
  isOver,
}: Options): WaitingRooms {
  const rooms = new Map<ConferenceId, Waiting>()

  function leave(confId: ConferenceId): void {
    const one = rooms.get(confId)
    if (!one) return
    rooms.delete(confId)
    one.lobby.close()
    one.binding.release()
    unbound(confId, one.binding.participantId)
  }

  return {
    async enter(confId, participantId, generation, line, after = null) {
      const lobby = await createLobby({
        confId,
        participantId,
        generation,
        after,
        feed,
        send,
        onReplaced: () => onReplaced(confId),
        onOver: () => leave(confId),
      })
      leave(confId)
      onEnter(confId)
      const binding = bindingFor(confId, participantId, generation, line)
      if (isOver()) {
        // The socket went while this was on the way: nobody else would tell.
        lobby.close()
        binding.note('down')
        return lobby
      }
      rooms.set(confId, { lobby, binding })
      bound(confId, participantId)
      return lobby
    },
    leave,
    giveWay(confId) {
      if (!rooms.get(confId)?.lobby.isReplaced) return false
      leave(confId)
      return true
    },
    of: (confId) => rooms.get(confId) ?? null,
    all: () => [...rooms.values()],
    followed: () =>
      [...rooms.values()].map(({ lobby, binding }) => ({
        confId: binding.confId,
        topics: new Set(),
        version: lobby.conference.revision,
        silent: false,
        batch: false,
        member: memberOf(binding),
        waits: true,
      })),
  }
}
