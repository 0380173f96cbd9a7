import { useEffect } from 'react'
import { useTexts } from './hooks.ts'

/** What the browser's tab says. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title
  }, [title])
}

/** The same for a page outside the room: its heading, if it has one already, and whose page it is. */
export function usePageTitle(heading: string): void {
  const { t } = useTexts()
  useTitle(heading === '' ? t('app.name') : `${heading} · ${t('app.name')}`)
}
