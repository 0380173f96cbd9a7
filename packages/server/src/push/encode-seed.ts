import type { PushEvent } from '@parley/core'
import type { WriteTime } from './zoned-time.ts'

/** The body of the source document ([AL] 1.3, `seed`): six keys, `data` a string that holds JSON. */
export function encodeSeed(
  { data, dataBase64, id, source, type, subject, time }: PushEvent,
  write: WriteTime,
): string {
  // What a publisher sent as text is handed on as that text, not as text within text.
  const text = data === undefined ? dataBase64 : typeof data === 'string' ? data : JSON.stringify(data)
  return JSON.stringify({ data: text, id, source, type, subject, time: write(time) })
}
