import type { RoomMessage } from '../i18n/room-texts.ts'
import type { Connection } from './recovery.ts'
import type { RoomView } from './room-view.ts'

/** What the tab says of the room while one looks elsewhere. */
export function documentTitle(
  view: Pick<RoomView, 'title' | 'waiting' | 'hosting'> | null,
  connection: Connection,
): RoomMessage {
  const title = view?.title ?? ''
  if (connection.is === 'reconnecting') return { key: 'room.documentReconnecting', values: { title } }
  if (view?.hosting && view.waiting > 0)
    return { key: 'room.documentWaiting', values: { title, count: view.waiting } }
  return { key: 'room.documentTitle', values: { title } }
}
