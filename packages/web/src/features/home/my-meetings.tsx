import type { ConferenceView } from '@parley/protocol'
import { LogIn, Mail, Trash2 } from 'lucide-react'
import type { App } from '../../state/app.ts'
import { timeText } from '../../state/duration.ts'
import type { Home } from '../../state/home.ts'
import { groupedId } from '../../state/meeting-target.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import { CreateForm } from './create-form.tsx'
import { InvitationCard } from './invitation-card.tsx'

/** What the one who signed in sees below the entrance: a new meeting, and the own ones with their invitations. */
export function MyMeetings({ app, home, name }: { app: App; home: Home; name: string }) {
  const { t, say } = useTexts()
  const state = useStore(home.store)
  const { meetings, invitation, cancelling, problem, notice } = state

  return (
    <>
      <div className="home-account">
        <p className="muted">{t('home.signedInAs', { name })}</p>
        <button type="button" className="button button-quiet" onClick={() => void home.signOut()}>
          {t('home.signOut')}
        </button>
      </div>
      <CreateForm home={home} name={name} />
      <section className="panel" aria-labelledby="meetings-title">
        <h2 id="meetings-title">{t('home.meetings')}</h2>
        <p role="status" className={notice ? 'muted' : 'unseen'}>
          {notice ? say(notice) : ''}
        </p>
        {problem ? (
          <p role="alert" className="field-problem">
            {say(problem)}{' '}
            <button type="button" className="link" onClick={() => void home.refresh()}>
              {t('app.retry')}
            </button>
          </p>
        ) : null}
        {meetings === null && !problem ? <p className="muted">{t('app.loading')}</p> : null}
        {meetings?.length === 0 ? <p className="muted">{t('home.noMeetings')}</p> : null}
        {meetings && meetings.length > 0 ? (
          <ul className="meetings">
            {meetings.map((meeting) => (
              <MeetingRow key={meeting.confId} app={app} home={home} meeting={meeting} />
            ))}
          </ul>
        ) : null}
      </section>
      {invitation ? (
        <Dialog title={t('invite.title')} onClose={home.hideInvitation}>
          <InvitationCard invitation={invitation} />
          {invitation.hostLink ? (
            <div className="dialog-actions">
              <button
                type="button"
                className="button button-primary"
                data-testid="enter-created"
                onClick={() => void enterAsHost(app, home, invitation.confId)}
              >
                <LogIn {...icon} />
                {t('home.enterAsHost')}
              </button>
            </div>
          ) : null}
        </Dialog>
      ) : null}
      {cancelling ? <CancelQuestion home={home} meeting={cancelling} /> : null}
    </>
  )
}

async function enterAsHost(app: App, home: Home, confId: string) {
  const entrance = await home.asHost(confId)
  if (entrance) app.enter(entrance)
}

function MeetingRow({ app, home, meeting }: { app: App; home: Home; meeting: ConferenceView }) {
  const { t, locale } = useTexts()
  const title = meeting.confName
  const running = meeting.state === 'ongoing'
  const start = meeting.actualStart ?? meeting.startTime
  return (
    <li className="meeting" data-testid="meeting" data-conf-id={meeting.confId}>
      <div className="meeting-what">
        <h3>{title}</h3>
        <p className="muted figures">
          <span className={running ? 'meeting-on' : undefined}>{t(`home.state.${meeting.state}`)}</span>
          {start === null ? '' : ` · ${timeText(start, Date.now(), locale)}`} · {groupedId(meeting.confId)}
        </p>
      </div>
      <div className="meeting-actions">
        <button
          type="button"
          className="button"
          aria-label={t('home.enterAsHostOf', { title })}
          onClick={() => void enterAsHost(app, home, meeting.confId)}
        >
          <LogIn {...icon} />
          {t('home.enterAsHost')}
        </button>
        <button
          type="button"
          className="button"
          aria-label={t('home.showInvitation', { title })}
          onClick={() => void home.showInvitation(meeting)}
        >
          <Mail {...icon} />
          {t('home.invitation')}
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={running ? t('home.endOf', { title }) : t('home.cancelOf', { title })}
          onClick={() => home.askCancel(meeting)}
        >
          <Trash2 {...icon} />
        </button>
      </div>
    </li>
  )
}

function CancelQuestion({ home, meeting }: { home: Home; meeting: ConferenceView }) {
  const { t } = useTexts()
  const title = meeting.confName
  const running = meeting.state === 'ongoing'
  return (
    <Dialog
      question
      title={running ? t('home.endTitle', { title }) : t('home.cancelTitle', { title })}
      text={running ? t('home.endText') : t('home.cancelText')}
      onClose={() => home.askCancel(null)}
      actions={
        <>
          <button type="button" className="button" onClick={() => home.askCancel(null)}>
            {t('home.keep')}
          </button>
          <button type="button" className="button button-danger" onClick={() => void home.cancel()}>
            {running ? t('room.endForAll') : t('home.cancelMeeting')}
          </button>
        </>
      }
    />
  )
}
