import type { App, Page } from './app.ts'
import { type EmbedCommand, type EmbedEvent, isCommand, isCommandMessage } from './embed-words.ts'
import type { Room } from './room.ts'

/** The window around ours: what it says, with whose name on it, and the way to answer. */
export type Around = {
  listen: (heard: (message: { data: unknown; origin: string; fromParent: boolean }) => void) => () => void
  /** Delivered only if the page around is of one of the trusted origins. */
  tell: (event: EmbedEvent) => void
}

/**
 * Lets the page around steer the own microphone, camera, hand, share, panels and leaving, and tells it what happens; nothing
 * that is said in the meeting and nobody's name but the meeting's title goes out. Only windows that are our parent and of an
 * origin the operator named are heard.
 */
export function createEmbed(app: Pick<App, 'page'>, around: Around, trusted: readonly string[]): () => void {
  let stopRoom = () => {}
  let at: Page | null = null
  let inRoom: Room | null = null

  /** Tells of a value when it is known and whenever it changes. */
  const teller = () => {
    const last = new Map<string, unknown>()
    return (key: string, value: unknown, event: EmbedEvent) => {
      if (last.has(key) && last.get(key) === value) return
      last.set(key, value)
      around.tell(event)
    }
  }

  const followRoom = (room: Room, title: string) => {
    const tell = teller()
    let joined = false
    const look = () => {
      const { view } = room.store.get()
      if (!view) return
      if (!joined) around.tell({ event: 'joined', title: view.title || title })
      joined = true
      const { me } = view
      tell('muted', me.muted, { event: 'muted', muted: me.muted })
      tell('camera', me.cameraOpen, { event: 'camera', on: me.cameraOpen })
      tell('hand', me.hand !== null, { event: 'hand', raised: me.hand !== null })
      tell('count', view.people.length, { event: 'participants', count: view.people.length })
    }
    const lookAtShare = () => {
      const on = room.share.store.get().is === 'on'
      tell('share', on, { event: 'sharing', on })
    }
    const offs = [room.store.subscribe(look), room.share.store.subscribe(lookAtShare)]
    look()
    return () => {
      for (const off of offs) off()
    }
  }

  const follow = () => {
    const page = app.page.get()
    if (page === at) return
    at = page
    const room = page.is === 'room' ? page.room : null
    if (room !== inRoom) {
      stopRoom()
      stopRoom = room && page.is === 'room' ? followRoom(room, page.title) : () => {}
      inRoom = room
    }
    if (page.is === 'waiting') around.tell({ event: 'waiting', title: page.title })
    if (page.is === 'left') around.tell({ event: 'left', reason: page.why })
  }

  const obey: Record<EmbedCommand, (room: Room) => unknown> = {
    mute: (room) => room.media.set('audio', false),
    unmute: (room) => room.media.set('audio', true),
    cameraOn: (room) => room.media.set('video', true),
    cameraOff: (room) => room.media.set('video', false),
    raiseHand: (room) => room.hands.raise(),
    lowerHand: (room) => room.hands.lower(),
    startShare: (room) => room.share.start(),
    stopShare: (room) => room.share.stop(),
    showPeople: (room) => room.panels.open('people'),
    showChat: (room) => room.panels.open('chat'),
    hidePanel: (room) => room.panels.open(null),
    leave: (room) => room.leave(),
  }

  const hear = (word: string, id: string | undefined) => {
    const refuse = (code: Extract<EmbedEvent, { event: 'error' }>['code']) =>
      around.tell({ event: 'error', code, command: word.slice(0, 64), ...(id === undefined ? {} : { id }) })
    if (!isCommand(word)) return refuse('unknownCommand')
    const page = app.page.get()
    if (word === 'leave' && page.is === 'waiting') return page.waiting.leave()
    if (page.is !== 'room' || !page.room) return refuse('notInside')
    if (word === 'startShare' && !page.room.share.store.get().possible) return refuse('notAllowed')
    obey[word](page.room)
  }

  const offs = [
    around.listen(({ data, origin, fromParent }) => {
      if (!fromParent || !trusted.includes(origin) || !isCommandMessage(data)) return
      hear(data.command, data.id)
    }),
    app.page.subscribe(follow),
  ]
  around.tell({ event: 'ready', version: 1 })
  follow()
  return () => {
    for (const off of offs) off()
    stopRoom()
  }
}
