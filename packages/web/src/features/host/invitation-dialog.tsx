import { CalendarPlus } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import type { Language } from '../../i18n/language.ts'
import { createRoomTexts } from '../../i18n/room-texts.ts'
import { calendarFile } from '../../state/invitation-calendar.ts'
import {
  calendarEntry,
  calendarFileName,
  type InvitationFacts,
  invitationText,
} from '../../state/invitation-text.ts'
import { groupedId } from '../../state/meeting-target.ts'
import type { Room } from '../../state/room.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useStore } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import { languageNames } from '../../ui/language-switch.tsx'
import { useRoomTexts } from '../room/use-room-texts.ts'
import { CallForm } from './call-form.tsx'

/** The way in, as it is sent to those who should come, and a bell for those who have an account here. */
export function InvitationDialog({ room }: { room: Room }) {
  const { t } = useRoomTexts()
  const invitation = useStore(room.host.invitations.store)
  const facts = invitation.is === 'there' ? room.host.invitations.facts() : null
  return (
    <Dialog title={t('people.invite')} onClose={() => room.panels.show(null)}>
      {facts ? (
        <Sheet facts={facts} />
      ) : invitation.is === 'failed' ? (
        <div className="invitation" role="alert">
          <p>{t('room.actionFailed')}</p>
          <button type="button" className="button" onClick={room.host.showInvitation}>
            {t('app.retry')}
          </button>
        </div>
      ) : (
        <p className="muted" role="status">
          {t('app.loading')}
        </p>
      )}
      <CallForm room={room} />
    </Dialog>
  )
}

function Sheet({ facts }: { facts: InvitationFacts }) {
  const { t, language: own } = useRoomTexts()
  const texts = useMemo(() => createRoomTexts(navigator.languages), [])
  // Only this dialog's: for whom the text is, whatever the reader's own language.
  const [language, setLanguage] = useState<Language>(own)
  const id = useId()
  const text = invitationText(texts(language), facts)
  const { link, confId, password } = facts
  return (
    <div className="invitation" data-testid="invitation">
      <dl className="facts">
        <div>
          <dt>{t('invite.link')}</dt>
          <dd className="fact-long" data-testid="guest-link">
            {link}
          </dd>
        </div>
      </dl>
      <dl className="facts facts-pair">
        <div>
          <dt>{t('invite.id')}</dt>
          <dd className="figures">{groupedId(confId)}</dd>
        </div>
        {password === null ? null : (
          <div>
            <dt>{t('invite.password')}</dt>
            <dd className="figures fact-long">{password}</dd>
          </div>
        )}
      </dl>
      <div className="invitation-actions">
        <CopyButton primary text={link} label={t('invite.copyLink')} />
        <CalendarButton facts={facts} text={text} />
      </div>
      <div className="invitation-text">
        <div className="invitation-text-head">
          <label className="field-label" htmlFor={id}>
            {t('invitation.language')}
          </label>
          <select
            id={id}
            className="input"
            value={language}
            data-testid="invitation-language"
            onChange={(event) => setLanguage(event.target.value as Language)}
          >
            {Object.entries(languageNames).map(([code, name]) => (
              <option key={code} value={code} lang={code}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <p className="invitation-preview" lang={language} data-testid="invitation-text">
          {text}
        </p>
        <CopyButton text={text} label={t('invite.copyAll')} />
      </div>
    </div>
  )
}

function CalendarButton({ facts, text }: { facts: InvitationFacts; text: string }) {
  const { t } = useRoomTexts()
  const save = () => {
    const entry = calendarEntry(facts, text, Date.now())
    if (entry) saveFile(calendarFile(entry), calendarFileName(facts.title))
  }
  if (facts.start === null) return null
  return (
    <button type="button" className="button" data-testid="calendar" onClick={save}>
      <CalendarPlus {...icon} />
      {t('invitation.calendar')}
    </button>
  )
}

/** The browser's own way to hand out a file that no server has. */
function saveFile(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/calendar;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Some browsers read it only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
