import { type RefObject, useLayoutEffect, useState } from 'react'

/** How many tiles the strip holds, from the sizes the style sheet gives it and its tiles. */
export function useTilePlaces(strip: RefObject<HTMLElement | null>): number {
  const [places, setPlaces] = useState(4)
  // After every commit: the strip comes and goes with the second person.
  useLayoutEffect(() => {
    const element = strip.current
    if (!element) return
    const measure = () => {
      const style = getComputedStyle(element)
      const gap = Number.parseFloat(style.columnGap) || 0
      const column = style.flexDirection === 'column'
      const along = column ? element.clientHeight : element.clientWidth
      const first = element.firstElementChild?.getBoundingClientRect()
      const tile = (column ? first?.height : first?.width) || 1
      setPlaces(Math.max(1, Math.floor((along + gap + 1) / (tile + gap))))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  })
  return places
}
