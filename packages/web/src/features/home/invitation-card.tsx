import { fullTimeText } from '../../state/duration.ts'
import type { Invitation } from '../../state/home.ts'
import { groupedId } from '../../state/meeting-target.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useTexts } from '../../ui/hooks.ts'

/** What is sent to those who should come, and below it what the host keeps. */
export function InvitationCard({ invitation }: { invitation: Invitation }) {
  const { t, locale } = useTexts()
  const { title, link, confId, password, hostLink, startTime } = invitation
  const when = startTime === null ? t('invite.now') : fullTimeText(startTime, locale)
  const values = { title, when, link, id: groupedId(confId) }
  const text =
    password === null ? t('invite.textNoPassword', values) : t('invite.text', { ...values, password })
  return (
    <div className="invitation" data-testid="invitation">
      <p className="invitation-title">
        {title}
        <span className="muted figures"> · {when}</span>
      </p>
      <dl className="facts">
        <div>
          <dt>{t('invite.link')}</dt>
          <dd className="fact-long" data-testid="guest-link">
            {link}
          </dd>
        </div>
        <div>
          <dt>{t('invite.id')}</dt>
          <dd className="figures">{groupedId(confId)}</dd>
        </div>
        {password === null ? null : (
          <div>
            <dt>{t('invite.password')}</dt>
            <dd className="figures">{password}</dd>
          </div>
        )}
      </dl>
      <div className="invitation-actions">
        <CopyButton text={text} label={t('invite.copyAll')} />
        <CopyButton text={link} label={t('invite.copyLink')} />
      </div>
      {hostLink ? (
        <div className="host-link">
          <p className="muted">{t('invite.hostLinkHint')}</p>
          <CopyButton text={hostLink} label={t('invite.copyHostLink')} />
        </div>
      ) : null}
    </div>
  )
}
