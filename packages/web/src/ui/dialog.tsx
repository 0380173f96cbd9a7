import { X } from 'lucide-react'
import { Dialog as Kit } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { useTexts } from './hooks.ts'
import { icon } from './icon.ts'

type Props = {
  title: string
  text?: string
  /** A question that a stray click outside must not answer. */
  question?: boolean
  onClose: () => void
  children?: ReactNode
  /** The actions, the safe one first. */
  actions?: ReactNode
}

/**
 * A modal dialog. The kit's own overlay is left out: it locks scrolling by a style element that the
 * Content-Security-Policy refuses; a plain layer behind the content does the same for the eye.
 */
export function Dialog({ title, text, question = false, onClose, children, actions }: Props) {
  const { t } = useTexts()
  const [giveBack] = useState(focusKeeper)
  return (
    <Kit.Root open onOpenChange={(open) => !open && onClose()}>
      <Kit.Portal>
        <div className="dialog-veil" />
        <Kit.Content
          className="dialog"
          role={question ? 'alertdialog' : 'dialog'}
          aria-modal="true"
          {...(text === undefined ? { 'aria-describedby': undefined } : {})}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            giveBack()
          }}
          onInteractOutside={(event) => question && event.preventDefault()}
        >
          <div className="dialog-head">
            <Kit.Title className="dialog-title">{title}</Kit.Title>
            {question ? null : (
              <Kit.Close className="icon-button" aria-label={t('app.close')}>
                <X {...icon} />
              </Kit.Close>
            )}
          </div>
          {text === undefined ? null : <Kit.Description className="muted">{text}</Kit.Description>}
          {children}
          {actions ? <div className="dialog-actions">{actions}</div> : null}
        </Kit.Content>
      </Kit.Portal>
    </Kit.Root>
  )
}

/**
 * Remembers where the focus is and returns the way back. The kit knows only triggers of its own. What was chosen from a menu
 * leads back to the menu's button; what is gone by then (the one who was removed), to its part of the page.
 */
function focusKeeper(): () => void {
  const here = document.activeElement
  const menu = here?.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  const ways = [menu ? document.getElementById(menu) : here, here?.closest('[data-region]')]
  return () => {
    const back = ways.find((element) => element?.isConnected)
    if (back instanceof HTMLElement) back.focus()
  }
}
