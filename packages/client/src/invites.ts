import type { InviteRinging, ResultOf } from '@parley/protocol'
import { RpcError } from './errors.ts'
import type { Clock } from './platform.ts'
import type { Socket } from './socket/socket.ts'
import { createStore, type Store } from './store.ts'

/** Invitations that ring for this account, oldest first. Nothing is ever answered by itself. */
export type Invites = Store<readonly InviteRinging[]> & {
  /** Rejects like `Rpc`. The invitation is off the list once the server has answered, whatever it says. */
  answer(inviteId: string, answer: 'accept' | 'reject' | 'busy'): Promise<ResultOf<'conference.answerInvite'>>
  close(): void
}

export const createInvites = ({
  socket,
  clock,
}: {
  socket: Pick<Socket, 'on' | 'call'>
  clock: Clock
}): Invites => {
  const store = createStore<readonly InviteRinging[]>([])
  let cancel = (): void => undefined

  /** A page whose connection was away may never hear of the end. */
  const keep = (list: readonly InviteRinging[]) => {
    const now = clock.now()
    const ringing = list.filter((one) => one.until > now)
    store.set(ringing.length === 0 && store.getState().length === 0 ? store.getState() : ringing)
    cancel()
    cancel = () => undefined
    if (ringing.length === 0) return
    const next = Math.min(...ringing.map((one) => one.until))
    cancel = clock.after(next - now, () => keep(store.getState()))
  }
  const drop = (inviteId: string) => keep(store.getState().filter((one) => one.inviteId !== inviteId))

  const stops = [
    socket.on('invite.ringing', (invite) =>
      keep([...store.getState().filter((one) => one.inviteId !== invite.inviteId), invite]),
    ),
    socket.on('invite.over', ({ inviteId }) => drop(inviteId)),
  ]

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    answer: async (inviteId, answer) => {
      const invite = store.getState().find((one) => one.inviteId === inviteId)
      // The code of [WC] 4.10 for what is no longer there, without asking.
      if (!invite) throw new RpcError(612)
      try {
        const result = await socket.call('conference.answerInvite', {
          confId: invite.confId,
          inviteId,
          answer,
        })
        drop(inviteId)
        return result
      } catch (error) {
        if (error instanceof RpcError) drop(inviteId)
        throw error
      }
    },
    close: () => {
      for (const stop of stops) stop()
      cancel()
    },
  }
}
