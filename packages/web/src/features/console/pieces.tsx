import { createContext, type MouseEvent, type ReactNode, useContext } from 'react'
import type { ConsoleTexts } from '../../i18n/console-texts.ts'
import type { Console, Said } from '../../state/console/console.ts'
import { addressOf, type Place } from '../../state/console/place.ts'
import { useTexts } from '../../ui/hooks.ts'

export const ConsoleTextsContext = createContext<ConsoleTexts | null>(null)

export function useConsoleTexts(): ConsoleTexts {
  const texts = useContext(ConsoleTextsContext)
  if (!texts) throw new Error('no console texts around this component')
  return texts
}

/** A link that a new tab can take too; an ordinary click stays in the page. */
export function PlaceLink({
  model,
  to,
  current,
  className,
  children,
}: {
  model: Console
  to: Place
  current?: boolean
  className?: string
  children: ReactNode
}) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    void model.go(to)
  }
  return (
    <a
      className={className}
      href={addressOf(to)}
      aria-current={current ? 'page' : undefined}
      onClick={follow}
    >
      {children}
    </a>
  )
}

export function SaidText({ said }: { said: Said }) {
  const { say } = useConsoleTexts()
  const pages = useTexts()
  return said.by === 'console' ? say(said.message) : pages.say(said.message)
}
