import { type RefObject, useLayoutEffect, useState } from 'react'

/** How many tiles the strip holds, from the sizes the style sheet gives it (`--tile`, along its longer side). */
export function useTilePlaces(strip: RefObject<HTMLElement | null>): number {
  const [places, setPlaces] = useState(4)
  // After every commit: the strip comes and goes with the second person.
  useLayoutEffect(() => {
    const element = strip.current
    if (!element) return
    const measure = () => {
      const style = getComputedStyle(element)
      const gap = Number.parseFloat(style.columnGap) || 0
      const along = style.flexDirection === 'column' ? element.clientHeight : element.clientWidth
      const tile = Number.parseFloat(style.getPropertyValue('--tile')) || 1
      setPlaces(Math.max(1, Math.floor((along + gap) / (tile + gap))))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  })
  return places
}
