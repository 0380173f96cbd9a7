import { SendHorizontal } from 'lucide-react'
import { type KeyboardEvent, useId } from 'react'
import { chatRule, draftState, recipientState, sendsNow } from '../../state/chat.ts'
import type { Room } from '../../state/room.ts'
import type { RoomView } from '../../state/room-view.ts'
import { useStore } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'

const nobody = '?'

/** To whom, what, send. What the meeting does not allow is said instead of failing later. */
export function ChatField({ room, view }: { room: Room; view: RoomView }) {
  const { t, say } = useRoomTexts()
  const { draft, to, sending, problem } = useStore(room.chat.store)
  const id = useId()
  const rule = chatRule(view)
  const { empty, note, tooLong } = draftState(draft)
  const others = view.people.filter(({ you }) => !you)
  const recipient = recipientState(to, rule, others)
  const blocked = empty || tooLong || sending || recipient !== 'there'

  if (!rule.everyone && !rule.onePerson)
    return <p className="chat-closed muted">{rule.note ? say(rule.note) : null}</p>

  const send = () => {
    if (!blocked) void room.chat.send()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, shiftKey, keyCode, nativeEvent } = event
    if (!sendsNow({ key, shiftKey, keyCode, isComposing: nativeEvent.isComposing })) return
    event.preventDefault()
    send()
  }
  const gone = recipient === 'gone'
  const words = problem ?? (gone ? ({ key: 'chat.gone' } as const) : (note ?? rule.note))

  return (
    <form
      className="chat-field"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className="chat-to">
        <label className="field-label" htmlFor={`${id}-to`}>
          {t('chat.to')}
        </label>
        <select
          id={`${id}-to`}
          className="input chat-select"
          data-testid="chat-to"
          value={recipient === 'choose' ? nobody : (to ?? '')}
          onChange={(event) => room.chat.sendTo(event.target.value === '' ? null : event.target.value)}
        >
          {rule.everyone ? <option value="">{t('chat.everyone')}</option> : null}
          {recipient === 'choose' ? (
            <option value={nobody} disabled>
              {t('chat.choose')}
            </option>
          ) : null}
          {gone ? <option value={to ?? ''}>{t('chat.gone')}</option> : null}
          {rule.onePerson
            ? others.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))
            : null}
        </select>
      </div>
      <div className="chat-row">
        <textarea
          className="input chat-input"
          data-testid="chat-input"
          rows={2}
          aria-label={t('chat.message')}
          aria-describedby={`${id}-note`}
          aria-invalid={tooLong}
          value={draft}
          onChange={(event) => room.chat.write(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="submit"
          className="button button-primary chat-send"
          data-testid="chat-send"
          aria-disabled={blocked}
          aria-label={sending ? t('chat.sending') : t('chat.send')}
        >
          <SendHorizontal {...icon} />
        </button>
      </div>
      <p
        id={`${id}-note`}
        className={problem || tooLong || gone ? 'field-problem' : 'field-hint'}
        role={problem ? 'alert' : undefined}
      >
        {words ? say(words) : t('chat.hint')}
      </p>
    </form>
  )
}
