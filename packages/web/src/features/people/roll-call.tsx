import { Check, Megaphone, X } from 'lucide-react'
import type { RollCallState, RollEntry } from '../../state/host-roll-call.ts'
import { rollCallText } from '../../state/host-roll-call-text.ts'
import type { Room } from '../../state/room.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { icon } from '../../ui/icon.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'

type Shown = Exclude<RollCallState, { is: 'off' }>
type Props = { room: Room; state: Shown; title: string }

/** In place of the list: who is called, two answers, and everyone with their mark. */
export function RollCallView({ room, state, title }: Props) {
  const { t } = useRoomTexts()
  const done = state.entries.filter(({ mark }) => mark !== null).length
  return (
    <section className="roll" aria-labelledby="roll-title" data-testid="roll-call-view">
      <div className="roll-head">
        <h3 id="roll-title">{t('roll.title')}</h3>
        <span className="muted figures">
          {t('roll.count', { done: String(done), all: String(state.entries.length) })}
        </span>
      </div>
      {state.is === 'calling' ? (
        <Called room={room} state={state} />
      ) : (
        <Result room={room} state={state} title={title} />
      )}
      <ul className="people-list people-scroll">
        {state.entries.map((entry) => (
          <Entry
            key={entry.id}
            room={room}
            entry={entry}
            calling={state.is === 'calling'}
            called={state.is === 'calling' && state.called === entry.id}
          />
        ))}
      </ul>
      <div className="people-tools">
        {state.is === 'calling' ? (
          <button type="button" className="button" data-testid="roll-end" onClick={room.host.rollCall.end}>
            {t('roll.end')}
          </button>
        ) : (
          <button
            type="button"
            className="button"
            data-testid="roll-close"
            onClick={room.host.rollCall.close}
          >
            {t('roll.close')}
          </button>
        )}
      </div>
    </section>
  )
}

function Called({ room, state }: { room: Room; state: Extract<Shown, { is: 'calling' }> }) {
  const { t } = useRoomTexts()
  const { mark, skip } = room.host.rollCall
  const one = state.entries.find(({ id }) => id === state.called)
  return (
    <div className="roll-called">
      <p role="status">
        <span className="muted">{one ? t('roll.now') : t('roll.nobody')}</span>
        {one ? (
          <span className="roll-name" data-testid="roll-called">
            {one.name}
          </span>
        ) : null}
      </p>
      {one ? (
        <div className="roll-answers">
          <button
            type="button"
            className="button button-primary"
            data-testid="roll-present"
            aria-disabled={state.busy}
            onClick={() => state.busy || mark(one.id, 'present')}
          >
            {t('roll.present')}
          </button>
          <button
            type="button"
            className="button"
            data-testid="roll-absent"
            aria-disabled={state.busy}
            onClick={() => state.busy || mark(one.id, 'absent')}
          >
            {t('roll.absent')}
          </button>
          <button
            type="button"
            className="button button-quiet"
            aria-disabled={state.busy}
            onClick={() => state.busy || skip()}
          >
            {t('roll.skip')}
          </button>
        </div>
      ) : null}
      <p className="muted roll-text">{t('roll.text')}</p>
    </div>
  )
}

function Result({
  room,
  state,
  title,
}: {
  room: Room
  state: Extract<Shown, { is: 'over' }>
  title: string
}) {
  const texts = useRoomTexts()
  const { t } = texts
  return (
    <div className="roll-called">
      <p role="status">{t('roll.over')}</p>
      <div className="roll-answers">
        <CopyButton primary text={rollCallText(texts, state, title)} label={t('roll.copy')} />
      </div>
      <p className="muted roll-text">{t('roll.unmute')}</p>
      <button type="button" className="button" data-testid="roll-unmute" onClick={room.host.unmuteAll}>
        {t('people.unmuteAll')}
      </button>
    </div>
  )
}

type EntryProps = { room: Room; entry: RollEntry; calling: boolean; called: boolean }

function Entry({ room, entry, calling, called }: EntryProps) {
  const { t } = useRoomTexts()
  const { mark, call } = room.host.rollCall
  const { id, name } = entry
  return (
    <li className="person" data-testid="roll-entry" data-mark={entry.mark ?? 'open'} aria-current={called}>
      <span className="person-who">
        <span className="person-name">{name}</span>
        <span className="person-notes">
          {entry.mark === 'present'
            ? t('roll.present')
            : entry.mark === 'absent'
              ? t('roll.absent')
              : called
                ? t('roll.now')
                : t('roll.open')}
        </span>
      </span>
      {calling && !called ? (
        <button
          type="button"
          className="icon-button"
          aria-label={t('roll.call', { name })}
          title={t('roll.call', { name })}
          onClick={() => call(id)}
        >
          <Megaphone {...icon} />
        </button>
      ) : null}
      <button
        type="button"
        className="icon-button roll-mark"
        aria-pressed={entry.mark === 'present'}
        aria-label={t('roll.markPresent', { name })}
        onClick={() => mark(id, 'present')}
      >
        <Check {...icon} />
      </button>
      <button
        type="button"
        className="icon-button roll-mark roll-mark-absent"
        aria-pressed={entry.mark === 'absent'}
        aria-label={t('roll.markAbsent', { name })}
        onClick={() => mark(id, 'absent')}
      >
        <X {...icon} />
      </button>
    </li>
  )
}
