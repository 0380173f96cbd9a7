import type { RoomMessage } from '../i18n/room-texts.ts'
import type { Order } from './host-refusals.ts'
import { readLink } from './meeting-target.ts'
import type { Panels } from './panels.ts'
import { type RoomContext, refusalOf } from './room-context.ts'
import { createStore, type Store } from './store.ts'

export type ClaimState = { busy: boolean; problem: RoomMessage | null }

export type Chair = {
  /** What the question for the host password shows. */
  claiming: Store<ClaimState>
  /** Takes the free place; who has no right to it yet is asked for a proof. */
  claim: () => void
  /** With the host password, or the host link as it was sent. */
  claimWith: (proof: string) => Promise<void>
  release: () => void
  handOver: (id: string) => void
}

const wrongProof = 615
const taken = 409

/** A pasted host link carries its key behind the `#`; anything else is a password. */
export function readProof(text: string): { password: string } | { hostKey: string } {
  const address = /https?:\/\/\S+/u.exec(text)?.[0]
  const link = address !== undefined && URL.canParse(address) ? readLink(new URL(address)) : null
  return link?.hostKey === undefined ? { password: text.trim() } : { hostKey: link.hostKey }
}

export function createChair(
  { conference, me, tell }: Pick<RoomContext, 'conference' | 'me' | 'tell'>,
  order: Order,
  panels: Panels,
): Chair {
  const claiming = createStore<ClaimState>({ busy: false, problem: null })

  const refusal = (error: unknown): RoomMessage => {
    const code = refusalOf(error)
    if (code === wrongProof) return { key: 'chair.wrong' }
    if (code === taken) return { key: 'chair.taken' }
    if (code === 429) return { key: 'chair.tooMany' }
    return { key: 'room.actionFailed' }
  }

  return {
    claiming,
    claim: () => {
      const id = me()
      if (id === null) return
      conference.setChair(id).then(
        () => undefined,
        (error: unknown) => {
          if (refusalOf(error) === wrongProof) {
            claiming.set({ busy: false, problem: null })
            panels.show({ is: 'claim' })
          } else tell({ message: refusal(error), tone: 'warning' })
        },
      )
    },
    claimWith: async (proof) => {
      const id = me()
      if (id === null || claiming.get().busy) return
      if (proof.trim() === '') return claiming.set({ busy: false, problem: { key: 'chair.missing' } })
      claiming.set({ busy: true, problem: null })
      try {
        await conference.setChair(id, readProof(proof))
        claiming.set({ busy: false, problem: null })
        panels.show(null)
      } catch (error) {
        claiming.set({ busy: false, problem: refusal(error) })
      }
    },
    release: () => void order(() => conference.releaseChair()),
    handOver: (id) => {
      panels.show(null)
      void order(() => conference.setChair(id))
    },
  }
}
