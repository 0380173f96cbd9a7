import { type RefObject, useEffect } from 'react'

/**
 * A panel takes the focus when it opens, to its field if it has one to type in, and gives it back when it closes, unless
 * somebody has moved on meanwhile.
 */
export function usePanelFocus(panel: RefObject<HTMLElement | null>, field?: string): void {
  useEffect(() => {
    const here = panel.current
    const before = document.activeElement
    const first = field === undefined ? null : here?.querySelector<HTMLElement>(field)
    ;(first ?? here)?.focus()
    return () => {
      const now = document.activeElement
      const lost = now === document.body || here?.contains(now)
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [panel, field])
}
