import { useSyncExternalStore } from 'react'

/** Whether a media query holds, followed while it changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}

export const phone = '(max-width: 599px)'
/** Nothing that points finer than a finger, so most likely no keys either. */
export const touchOnly = 'not all and (any-pointer: fine)'
/** A phone on its side. */
export const lying = '(max-height: 479px) and (orientation: landscape)'
