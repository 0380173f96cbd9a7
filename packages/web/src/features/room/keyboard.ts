import { useEffect } from 'react'
import type { Room } from '../../state/room.ts'
import { type ShortcutName, shortcutOf } from '../../state/shortcuts.ts'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))

/** Anything that takes the space bar for itself. A region that F6 went to is none. */
const isControl = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (isTyping(target) ||
    target.closest(
      'button, a, summary, [role="menu"], [role="dialog"], [role="alertdialog"], [tabindex="0"]',
    ) !== null)

const isBusy = (target: EventTarget | null): boolean =>
  isTyping(target) || document.querySelector('[role="menu"], .dialog') !== null

/** Moves the focus to the next part of the room that is there: state, picture, panel, controls. */
function nextRegion(back: boolean): void {
  const regions = Array.from(document.querySelectorAll<HTMLElement>('[data-region]'))
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const step = back ? -1 : 1
  const next = regions[(at + step + regions.length) % regions.length]
  next?.focus()
}

/** What each key does; the keys themselves are in the catalogue. */
const actions: Record<ShortcutName, (room: Room, back: boolean) => void> = {
  mic: (room) => room.media.toggleMic(),
  camera: (room) => room.media.toggleCamera(),
  hand: (room) => void room.hands.toggle(),
  chat: (room) => room.panels.toggle('chat'),
  people: (room) => room.panels.toggle('people'),
  share: (room) => room.share.toggle(),
  view: (room) => room.layout.toggle(),
  whoSpeaks: (room) => room.sayWhoSpeaks(),
  help: (room) => room.panels.show({ is: 'keys' }),
  regions: (_, back) => nextRegion(back),
  escape: (room) => room.panels.open(null),
}

/** The room's shortcuts. Ctrl+D and Ctrl+E are the browser's too: here they belong to the microphone and the camera. */
export function useKeyboard(room: Room): void {
  useEffect(() => {
    const wishes = () => room.settings.store.get()
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey
      if (event.key === ' ' && plain && wishes().pushToTalk && !isControl(event.target)) {
        event.preventDefault()
        if (!event.repeat) room.media.talk(true)
        return
      }
      if (event.repeat) return
      const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event
      const altGraph = event.getModifierState('AltGraph')
      const press = { key, code, ctrlKey, metaKey, altKey, shiftKey, altGraph }
      const name = shortcutOf(press, isBusy(event.target), wishes())
      if (!name) return
      if (name !== 'escape') event.preventDefault()
      actions[name](room, shiftKey)
    }
    const letGo = () => room.media.talk(false)
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.key === ' ') letGo()
    }
    window.addEventListener('keydown', onKeyDown)
    window.addEventListener('keyup', onKeyUp)
    // A key that is let go elsewhere tells nothing here: nobody stays audible by accident.
    window.addEventListener('blur', letGo)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
      window.removeEventListener('keyup', onKeyUp)
      window.removeEventListener('blur', letGo)
    }
  }, [room])
}
