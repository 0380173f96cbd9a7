import type { RoomMessage } from '../i18n/room-texts.ts'
import type { Expected } from './host-view.ts'
import type { News } from './toasts.ts'

type Parts = {
  tell: (news: News) => void
  drop: (question: string) => void
  admit: (id: string) => void
  /** Shows who waits. */
  show: () => void
  /** The list is in sight already. */
  seen: () => boolean
}

const question = 'waiting'

/** Tells a host who came to the door: one by name with a button, several as a number, for a button must not change under the finger. */
export function createWaitingNews({
  tell,
  drop,
  admit,
  show,
  seen,
}: Parts): (waiting: readonly Expected[]) => void {
  let known = new Set<string>()
  return (waiting) => {
    const before = known
    known = new Set(waiting.map(({ id }) => id))
    const newcomers = waiting.filter(({ id }) => !before.has(id))
    const gone = [...before].some((id) => !known.has(id))
    if (newcomers.length === 0) {
      if (gone) drop(question)
      return
    }
    const [only] = waiting
    const alone = waiting.length === 1 && only
    const message: RoomMessage = alone
      ? { key: 'waiting.one', values: { name: alone.name } }
      : { key: 'waiting.many', values: { count: waiting.length } }
    if (seen()) {
      tell({ message, heardOnly: true })
      return
    }
    const action = alone
      ? { label: { key: 'waiting.admit' } as const, run: () => admit(alone.id) }
      : { label: { key: 'waiting.show' } as const, run: show }
    tell({ message, question, action })
  }
}
