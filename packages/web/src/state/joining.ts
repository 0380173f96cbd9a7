import type { Kind } from './devices.ts'
import type { Door, Ticket } from './door.ts'
import type { Entry, GoIn, Inside } from './inside.ts'
import { checkName, type NameProblem } from './names.ts'
import { closedBy, ticketSpent } from './refusals.ts'
import { createStore, type Store } from './store.ts'
import type { Remembered, Seat } from './tab.ts'

export type JoinState = {
  joining: boolean
  nameProblem: NameProblem | null
  /** The name under which one enters by oneself when the meeting opens; null: not asked for. */
  armed: string | null
}

export type Joining = {
  store: Store<JoinState>
  /** At another door. `armed`: the name under which one wanted to enter by oneself, before a reload. */
  stand: (door: Door, armed: string | null) => void
  /** Enter under this name as soon as the door opens; null: not any more. */
  arm: (name: string | null) => void
  enter: (door: Door, name: string) => Promise<void>
}

type Parts = {
  isPrepared: (ticket: Ticket) => boolean
  goIn: (way: GoIn) => Promise<Entry>
  onOver: GoIn['onOver']
  /** One is in. */
  arrive: (inside: Inside, confId: string, title: string) => void
  keep: (change: Partial<Seat>) => void
  wanted: () => Record<Kind, boolean>
  remembered: Pick<Remembered, 'keepName'>
}

/** From the door into the meeting: at once by hand, or by oneself when it opens for who asked for that. */
export function createJoining({
  isPrepared,
  goIn,
  onOver,
  arrive,
  keep,
  wanted,
  remembered,
}: Parts): Joining {
  const store = createStore<JoinState>({ joining: false, nameProblem: null, armed: null })
  const patch = (change: Partial<JoinState>) => store.update((state) => ({ ...state, ...change }))

  const arm = (name: string | null) => {
    if (name === null) {
      keep({ armed: false })
      return patch({ armed: null })
    }
    const checked = checkName(name)
    if (!checked.ok) return patch({ nameProblem: checked.why })
    remembered.keepName(checked.name)
    keep({ armed: true, name: checked.name })
    patch({ armed: checked.name, nameProblem: null })
  }

  const enter = async (door: Door, input: string) => {
    if (store.get().joining) return
    const checked = checkName(input)
    if (!checked.ok) return patch({ nameProblem: checked.why })
    const { name } = checked
    patch({ joining: true, nameProblem: null })
    try {
      let entry = await knock(door, name)
      if (entry?.is === 'refused' && entry.code === ticketSpent) {
        await door.look()
        entry = await knock(door, name)
      }
      if (entry === null || entry.is === 'inside') return
      const closed = entry.is === 'refused' ? closedBy(entry.code) : null
      // Who waits for the door goes on waiting where waiting helps; anything else needs a hand again.
      if (closed !== 'locked' && closed !== 'full') arm(null)
      door.refuse(closed ?? 'refused')
    } finally {
      patch({ joining: false })
    }
  }

  /** One try with the ticket there is; null: the door says why there was none. */
  const knock = async (door: Door, name: string): Promise<Entry | null> => {
    const before = door.store.get()
    const ready = before.is === 'open' && isPrepared(before.ticket)
    const ticket = ready ? before.ticket : await door.freshTicket()
    const state = door.store.get()
    if (!ticket || state.is !== 'open') return null
    const { confId, title } = state.meeting
    remembered.keepName(name)
    keep({ title, name, confId: null, wanted: wanted(), left: null })
    const entry = await goIn({ proof: { by: 'ticket', ticket }, confId, name, onOver })
    if (entry.is === 'inside') arrive(entry.inside, confId, title)
    return entry
  }

  return {
    store,
    arm,
    enter,
    stand: (door, armed) => {
      patch({ armed, nameProblem: null })
      door.store.subscribe(() => {
        const { armed: name } = store.get()
        if (name !== null && door.store.get().is === 'open') void enter(door, name)
      })
    },
  }
}
