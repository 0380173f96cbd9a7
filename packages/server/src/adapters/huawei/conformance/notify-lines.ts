import { type Frame, fieldsOf } from './frame-fields.ts'
import { ENVELOPE, expectedOf, NOTIFIES, type Notify } from './notify-fields.ts'
import type { Mark } from './row.ts'

/** One field of one push: what it looks like, or why it is not sent. */
export type NotifyLine = {
  notify: string
  field: string
  type: string
  mark: Mark
  sent: boolean
  shown: string
}

const LONGEST_SHOWN = 40

export function notifyLines(frames: readonly Frame[]): NotifyLine[] {
  return [ENVELOPE, ...NOTIFIES].flatMap((notify) => linesOf(notify, frames))
}

function linesOf(notify: Notify, frames: readonly Frame[]): NotifyLine[] {
  const found = frames
    .filter(({ action }) => notify === ENVELOPE || action === notify.type)
    .flatMap((frame) => fieldsOf(frame))
  const sent = expectedOf(notify).map(({ path, type, mark }) => {
    const values = found.filter((field) => field.path === path && field.type === type)
    const telling = values.find(({ value }) => value !== '' && value !== 0) ?? values[0]
    return { notify: notify.type, field: path, type, mark, sent: true, shown: exampleOf(telling?.value) }
  })
  const unsent = (notify.unsent ?? []).flatMap(({ mark, names, why }) =>
    names.split(' ').map((field) => {
      return { notify: notify.type, field, type: '', mark, sent: false, shown: `not sent: ${why}` }
    }),
  )
  return [...sent, ...unsent]
}

function exampleOf(value: unknown): string {
  const text = JSON.stringify(value)
  return `\`${text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text}\``
}
