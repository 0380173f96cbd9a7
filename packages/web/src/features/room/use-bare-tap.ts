import type { MouseEvent } from 'react'
import type { Room } from '../../state/room.ts'

/**
 * On a touch screen a tap on the pictures puts the controls away, and brings them back. The controls stay in the page, so that
 * the focus and a screen reader find them all the same, and the focus shows them.
 */
export const useBareTap = (room: Room) => ({
  onClick: (event: MouseEvent<HTMLElement>) => {
    if (!matchMedia('(pointer: coarse)').matches) return
    if (event.target instanceof Element && event.target.closest('button, a, [role="menu"], .screen-view'))
      return
    room.layout.setBare(!room.layout.store.get().bare)
  },
})
