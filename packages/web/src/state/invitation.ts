import type { RoomMessage } from '../i18n/room-texts.ts'
import type { InvitationFacts } from './invitation-text.ts'
import { type RoomContext, refusalOf } from './room-context.ts'
import { createStore, type Store } from './store.ts'

export type InvitationState =
  | { is: 'none' | 'asking' | 'failed' }
  /** `password`: for entering by number; null = none is needed. */
  | { is: 'there'; link: string; password: string | null }

/** Calling somebody in. */
export type RingState = { busy: boolean; told: { message: RoomMessage; good: boolean } | null }

export type Invitations = {
  store: Store<InvitationState>
  /** Asks the server for link and password. */
  load: () => void
  facts: () => InvitationFacts | null
  ring: Store<RingState>
  /** By account name, or by number. True when it rings. */
  call: (whom: string) => Promise<boolean>
  cancel: (id: string) => void
}

/** What is dialled: digits, written in whatever groups. */
export const readNumber = (text: string): string | null => {
  const digits = text.replaceAll(/[\s().-]/gu, '')
  return /^\+?\d{3,20}$/u.test(digits) ? digits : null
}

const messages: Readonly<Record<number, (whom: string) => RoomMessage>> = {
  403: () => ({ key: 'error.forbidden' }),
  409: (name) => ({ key: 'invite.inside', values: { name } }),
  429: () => ({ key: 'host.refused.tooFast' }),
  601: (name) => ({ key: 'invite.badNumber', values: { name } }),
  602: () => ({ key: 'invite.tooMany' }),
  612: (name) => ({ key: 'invite.noAccount', values: { name } }),
  736: () => ({ key: 'host.refused.chair' }),
}
const refused = (code: number | null | undefined, whom: string): RoomMessage =>
  messages[code ?? 0]?.(whom) ?? { key: 'room.actionFailed' }

export function createInvitations(
  { client, conference }: Pick<RoomContext, 'client' | 'conference'>,
  order: (run: () => Promise<unknown>) => Promise<boolean>,
): Invitations {
  const store = createStore<InvitationState>({ is: 'none' })
  const ring = createStore<RingState>({ busy: false, told: null })

  /** An account may be all digits: a number that nobody here holds is told as such by the server. */
  const invite = async (whom: string) => {
    const number = readNumber(whom)
    const asked = number === null ? { userIds: [whom] } : { targets: [{ mobile: number }] }
    const { results } = await conference.invite(asked)
    const result = results[0]
    if (result?.state === 'calling')
      return { message: { key: 'invite.calling', values: { name: whom } } as const, good: true }
    if (result?.state === 'unreachable')
      return { message: { key: 'invite.unreachable', values: { name: whom } } as const, good: false }
    return { message: refused(result?.code, whom), good: false }
  }

  return {
    store,
    load: () => {
      ring.set({ busy: false, told: null })
      if (store.get().is !== 'there') store.set({ is: 'asking' })
      client.rpc.call('conference.getJoinAddress', { confId: conference.confId }).then(
        ({ url, password, guestPassword }) =>
          // The link's password opens by number, too; who may book is told the meeting's own.
          store.set({
            is: 'there',
            link: url,
            password: guestPassword === undefined ? password : guestPassword,
          }),
        () => store.set({ is: 'failed' }),
      )
    },
    facts: () => {
      const state = store.get()
      const { conference: view, members } = conference.mirror.getState()
      if (state.is !== 'there' || !view) return null
      const host = view.chairMemberId === null ? undefined : members.get(view.chairMemberId)
      return {
        confId: view.confId,
        title: view.confName,
        host: host?.displayName ?? null,
        start: view.startTime ?? view.actualStart ?? null,
        end: view.endTime,
        link: state.link,
        password: state.password,
      }
    },
    ring,
    call: async (text) => {
      const whom = text.trim()
      if (ring.get().busy) return false
      if (whom === '') {
        ring.set({ busy: false, told: { message: { key: 'invite.whomMissing' }, good: false } })
        return false
      }
      ring.set({ busy: true, told: null })
      try {
        const told = await invite(whom)
        ring.set({ busy: false, told })
        return told.good
      } catch (error) {
        ring.set({ busy: false, told: { message: refused(refusalOf(error), whom), good: false } })
        return false
      }
    },
    cancel: (id) => void order(() => conference.cancelInvite({ memberIds: [id] })),
  }
}
