import type { Panels } from './panels.ts'
import type { RoomContext } from './room-context.ts'
import { createStore, type Store } from './store.ts'

export type HostOverlay = { is: 'remove'; id: string; name: string } | { is: 'end' } | { is: 'invite' }

export type InvitationState =
  | { is: 'none' | 'asking' | 'failed' }
  | { is: 'there'; link: string; password: string }

/** What a host does to people and to the meeting. */
export type HostPowers = {
  invitation: Store<InvitationState>
  mute: (id: string) => void
  allowToSpeak: (id: string) => void
  askRemove: (id: string) => void
  remove: (id: string, ban: boolean) => void
  toggleLock: () => void
  showInvitation: () => void
  end: () => void
  /** Whether the end of the meeting was this page's doing. */
  endedIt: () => boolean
}

export function createHostPowers(
  { client, conference, attempt }: Pick<RoomContext, 'client' | 'conference' | 'attempt'>,
  panels: Panels,
): HostPowers {
  const invitation = createStore<InvitationState>({ is: 'none' })
  let ended = false
  const state = () => conference.mirror.getState()
  return {
    invitation,
    mute: (id) => void attempt(() => conference.mute([id])),
    allowToSpeak: (id) => void attempt(() => conference.unmute([id])),
    askRemove: (id) => {
      const name = state().members.get(id)?.displayName
      if (name !== undefined) panels.show({ is: 'remove', id, name })
    },
    remove: (id, ban) => {
      panels.show(null)
      void attempt(() => conference.kick([id], { ban }))
    },
    toggleLock: () =>
      void attempt(() => (state().conference?.locked ? conference.unlock() : conference.lock())),
    showInvitation: () => {
      panels.show({ is: 'invite' })
      invitation.set({ is: 'asking' })
      client.rpc.call('conference.getJoinAddress', { confId: conference.confId }).then(
        ({ url, password }) => invitation.set({ is: 'there', link: url, password }),
        () => invitation.set({ is: 'failed' }),
      )
    },
    end: () => {
      panels.show(null)
      ended = true
      void attempt(() => conference.end()).then((done) => {
        if (!done) ended = false
      })
    },
    endedIt: () => ended,
  }
}
