import { Check, Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTexts } from './hooks.ts'
import { icon } from './icon.ts'

/**
 * Copies a text and says so. The one thing a component remembers by itself: that this very button was just pressed.
 * Without clipboard access (plain HTTP off localhost) it says what to do instead.
 */
export function CopyButton({ text, label, primary }: { text: string; label: string; primary?: boolean }) {
  const { t } = useTexts()
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const copy = async () => {
    clearTimeout(timer.current)
    try {
      await navigator.clipboard.writeText(text)
      setOutcome('copied')
      timer.current = setTimeout(() => setOutcome(null), 2500)
    } catch {
      setOutcome('failed')
    }
  }

  return (
    <>
      <button type="button" className={primary ? 'button button-primary' : 'button'} onClick={copy}>
        {outcome === 'copied' ? <Check {...icon} /> : <Copy {...icon} />}
        {outcome === 'copied' ? t('app.copied') : label}
      </button>
      <span role="status" className={outcome === 'failed' ? 'copy-failed' : 'unseen'}>
        {outcome === 'copied' ? t('app.copied') : outcome === 'failed' ? t('app.copyFailed') : ''}
      </span>
    </>
  )
}
