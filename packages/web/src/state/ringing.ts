import type { Invites } from '@parley/client'
import type { InviteRinging } from '@parley/protocol'
import type { Message } from '../i18n/texts.ts'
import type { Clock } from './clock.ts'
import { createStore, type Store } from './store.ts'

export type RingingState = {
  /** The one to answer; the others wait their turn. */
  invite: InviteRinging | null
  /** Somebody who is in a meeting may say so, and would leave it by accepting. */
  inside: boolean
  answering: boolean
  problem: Message | null
}

export type Answer = 'accept' | 'reject' | 'busy'

export type Ringing = {
  store: Store<RingingState>
  /** The invitations of a connection; `missed` hears of those that rang out. */
  follow: (
    invites: Pick<Invites, 'getState' | 'subscribe' | 'answer'>,
    about: { inside: boolean; missed?: (invite: InviteRinging) => void },
  ) => () => void
  /** What accepting leads to, null for the other answers or when it was too late. */
  answer: (answer: Answer) => Promise<{ invite: InviteRinging; joinUrl: string } | null>
  dismiss: () => void
}

const quiet: RingingState = { invite: null, inside: false, answering: false, problem: null }

/** Invitations that ring on this page. Only a hand on a button answers one; not answering is no answer. */
export function createRinging(clock: Clock): Ringing {
  const store = createStore<RingingState>(quiet)
  let source: Parameters<Ringing['follow']>[0] | null = null
  let lookAgain = () => {}

  return {
    store,
    follow: (invites, { inside, missed }) => {
      source = invites
      let before: readonly InviteRinging[] = []
      const look = () => {
        const now = invites.getState()
        for (const gone of before) if (!now.includes(gone) && gone.until <= clock.now()) missed?.(gone)
        before = now
        const invite = now[0] ?? null
        store.update((state) =>
          // What went wrong stays to be read, though the invitation is gone.
          invite === null && state.problem !== null
            ? state
            : invite?.inviteId === state.invite?.inviteId && state.inside === inside
              ? state
              : { ...quiet, invite, inside },
        )
      }
      lookAgain = look
      const off = invites.subscribe(look)
      look()
      return () => {
        off()
        if (source !== invites) return
        source = null
        lookAgain = () => {}
        store.set(quiet)
      }
    },
    answer: async (answer) => {
      const { invite, answering } = store.get()
      if (!invite || !source || answering) return null
      store.update((state) => ({ ...state, answering: true, problem: null }))
      try {
        const { joinUrl } = await source.answer(invite.inviteId, answer)
        store.update((state) => (state.invite === invite ? { ...quiet, inside: state.inside } : state))
        return answer === 'accept' ? { invite, joinUrl: joinUrl ?? invite.joinUrl } : null
      } catch {
        // Withdrawn, rung out or answered on another page a moment ago.
        store.update((state) => ({ ...state, answering: false, problem: { key: 'ring.failed' } }))
        return null
      }
    },
    dismiss: () => {
      store.update((state) => ({ ...quiet, inside: state.inside }))
      // What still rings, this one or the next, is asked about again.
      lookAgain()
    },
  }
}
