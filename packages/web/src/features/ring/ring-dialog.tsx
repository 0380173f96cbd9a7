import { useEffect } from 'react'
import type { App } from '../../state/app.ts'
import { waitText } from '../../state/duration.ts'
import type { RingingState } from '../../state/ringing.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useSecond, useTexts } from '../../ui/hooks.ts'
import { startRinging } from '../../ui/tones.ts'

/** An invitation that rings: who, to what, and the answers. Closing the dialog is no answer; it goes on ringing elsewhere. */
export function RingDialog({ app, state }: { app: App; state: RingingState }) {
  const { t, say, language } = useTexts()
  const now = useSecond()
  const { invite, inside, answering, problem } = state
  const by = invite?.by ?? ''
  const output = app.devices.store.get().chosen.output
  const rings = invite !== null && problem === null
  const inviteId = invite?.inviteId
  useEffect(() => {
    if (!rings || inviteId === undefined) return
    const before = document.title
    document.title = t('ring.documentTitle', { name: by })
    // In a meeting a ring would be heard by all.
    const stop = inside ? () => undefined : startRinging(output)
    return () => {
      stop()
      document.title = before
    }
  }, [rings, inviteId, by, inside, output, t])

  if (problem) return <Dialog title={say(problem)} onClose={app.ringing.dismiss} />
  if (!invite) return null
  const answer = (kind: 'accept' | 'reject' | 'busy') => () => void app.answerInvite(kind)
  return (
    <Dialog
      question
      title={t('ring.title', { name: by })}
      text={invite.confName}
      onClose={() => undefined}
      actions={
        <>
          <button
            type="button"
            className="button"
            data-testid="ring-decline"
            aria-disabled={answering || undefined}
            onClick={answer('reject')}
          >
            {t('ring.decline')}
          </button>
          {inside ? (
            <button
              type="button"
              className="button"
              data-testid="ring-busy"
              aria-disabled={answering || undefined}
              onClick={answer('busy')}
            >
              {t('ring.busy')}
            </button>
          ) : null}
          <button
            type="button"
            className="button button-primary"
            data-testid="ring-accept"
            aria-disabled={answering || undefined}
            onClick={answer('accept')}
          >
            {t('ring.accept')}
          </button>
        </>
      }
    >
      <p className="muted figures">
        {inside
          ? t('ring.inside')
          : t('ring.until', { time: waitText(Math.max(0, invite.until - now), language) })}
      </p>
    </Dialog>
  )
}
