import { useEffect } from 'react'
import type { Room } from '../../state/room.ts'
import { shortcutOf } from '../../state/shortcuts.ts'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))

/** Moves the focus to the next part of the room that is there: picture, people, controls. */
function nextRegion(back: boolean): void {
  const regions = Array.from(document.querySelectorAll<HTMLElement>('[data-region]'))
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const step = back ? -1 : 1
  const next = regions[(at + step + regions.length) % regions.length]
  next?.focus()
}

/** The room's shortcuts. Ctrl+D and Ctrl+E are the browser's too: here they belong to the microphone and the camera. */
export function useKeyboard(room: Room): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat) return
      const busy = isTyping(event.target) || document.querySelector('[role="menu"], .dialog') !== null
      const name = shortcutOf(event, busy)
      if (!name) return
      if (name === 'escape') {
        if (room.store.get().peopleOpen) room.showPeople(false)
        return
      }
      event.preventDefault()
      if (name === 'mic') room.toggleMic()
      else if (name === 'camera') room.toggleCamera()
      else if (name === 'people') room.showPeople(!room.store.get().peopleOpen)
      else if (name === 'help') room.show({ is: 'keys' })
      else if (name === 'regions') nextRegion(event.shiftKey)
      else name satisfies never
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [room])
}
