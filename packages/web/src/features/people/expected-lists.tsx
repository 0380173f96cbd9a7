import { Check, PhoneOff, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Expected } from '../../state/host-view.ts'
import type { Room } from '../../state/room.ts'
import { icon } from '../../ui/icon.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'

/** Those at the door, in the order of the list. */
export function WaitingList({ room, waiting }: { room: Room; waiting: readonly Expected[] }) {
  const { t } = useRoomTexts()
  const { admit, admitAll, refuse } = room.host
  return (
    <section className="people-waiting" aria-labelledby="people-waiting" data-testid="waiting-list">
      <div className="people-section-head">
        <h3 id="people-waiting" className="people-section">
          {t('waiting.title')} <span className="figures">{waiting.length}</span>
        </h3>
        {waiting.length > 1 ? (
          <button type="button" className="button button-quiet" data-testid="admit-all" onClick={admitAll}>
            {t('waiting.admitAll')}
          </button>
        ) : null}
      </div>
      <ul className="people-list">
        {waiting.map((one) => (
          <ExpectedRow key={one.id} one={one} testId="waiting-person">
            <button
              type="button"
              className="button person-admit"
              data-testid="admit"
              aria-label={t('waiting.admitOf', { name: one.name })}
              onClick={() => admit(one.id)}
            >
              <Check {...icon} />
              {t('waiting.admit')}
            </button>
            <button
              type="button"
              className="icon-button icon-button-danger"
              data-testid="refuse"
              aria-label={t('waiting.refuseOf', { name: one.name })}
              title={t('waiting.refuseOf', { name: one.name })}
              onClick={() => refuse(one.id)}
            >
              <X {...icon} />
            </button>
          </ExpectedRow>
        ))}
      </ul>
    </section>
  )
}

type Lists = { room: Room; may: boolean }

export function CallingList({ room, calling, may }: Lists & { calling: readonly Expected[] }) {
  const { t } = useRoomTexts()
  return (
    <section aria-labelledby="people-calling" data-testid="calling-list">
      <h3 id="people-calling" className="people-section">
        {t('people.calling')} <span className="figures">{calling.length}</span>
      </h3>
      <ul className="people-list">
        {calling.map((one) => (
          <ExpectedRow key={one.id} one={one} note={t('people.callingNow')} testId="calling-person">
            {may ? (
              <button
                type="button"
                className="icon-button icon-button-danger"
                data-testid="cancel-call"
                aria-label={t('people.cancelCallOf', { name: one.name })}
                title={t('people.cancelCallOf', { name: one.name })}
                onClick={() => room.host.invitations.cancel(one.id)}
              >
                <PhoneOff {...icon} />
              </button>
            ) : null}
          </ExpectedRow>
        ))}
      </ul>
    </section>
  )
}

/** On the list of those expected, but not inside. */
export function AwayList({ room, away, may }: Lists & { away: readonly Expected[] }) {
  const { t } = useRoomTexts()
  return (
    <section aria-labelledby="people-away" data-testid="away-list">
      <h3 id="people-away" className="people-section">
        {t('people.away')} <span className="figures">{away.length}</span>
      </h3>
      <ul className="people-list">
        {away.map((one) => (
          <ExpectedRow
            key={one.id}
            one={one}
            note={one.coming ? t('people.coming') : t('people.expected')}
            testId="away-person"
          >
            {may && !one.coming ? (
              <button
                type="button"
                className="icon-button"
                aria-label={t('people.uninviteOf', { name: one.name })}
                title={t('people.uninviteOf', { name: one.name })}
                onClick={() => room.host.invitations.cancel(one.id)}
              >
                <X {...icon} />
              </button>
            ) : null}
          </ExpectedRow>
        ))}
      </ul>
    </section>
  )
}

type Row = { one: Expected; note?: string; testId: string; children: ReactNode }

function ExpectedRow({ one, note, testId, children }: Row) {
  return (
    <li className="person person-expected" data-testid={testId} data-member-id={one.id}>
      <span className="avatar" aria-hidden="true">
        {one.initials}
      </span>
      <span className="person-who">
        <span className="person-name" title={one.name}>
          {one.name}
        </span>
        {note === undefined ? null : <span className="person-notes">{note}</span>}
      </span>
      {children}
    </li>
  )
}
