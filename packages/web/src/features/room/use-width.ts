import { type RefObject, useLayoutEffect, useState } from 'react'

/** The width that the style sheet gives an element, px. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(1280)
  useLayoutEffect(() => {
    const it = element.current
    if (!it) return
    const measure = () => setWidth(it.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(it)
    return () => observer.disconnect()
  }, [element])
  return width
}
