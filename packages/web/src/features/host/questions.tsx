import { useId } from 'react'
import type { Room } from '../../state/room.ts'
import { usePart, useStore } from '../../ui/hooks.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'
import { AnswerDialog } from './answer-dialog.tsx'

type Named = { room: Room; id: string; name: string }

export function EndQuestion({ room }: { room: Room }) {
  const { t } = useRoomTexts()
  return (
    <AnswerDialog
      room={room}
      question
      title={t('room.endTitle')}
      text={t('room.endText')}
      answer={{ text: t('room.endForAll'), testId: 'confirm-end', danger: true }}
      onAnswer={room.host.end}
    />
  )
}

export function HandOverQuestion({ room, id, name }: Named) {
  const { t } = useRoomTexts()
  return (
    <AnswerDialog
      room={room}
      question
      title={t('handOver.title', { name })}
      text={t('handOver.text')}
      answer={{ text: t('handOver.go'), testId: 'confirm-hand-over' }}
      onAnswer={() => room.host.chair.handOver(id)}
    />
  )
}

/** A block holds an account only; whom it cannot hold is said beside it. */
export function RemoveQuestion({ room, id, name }: Named) {
  const { t } = useRoomTexts()
  const hint = useId()
  const guest = usePart(room.store, ({ view }) => view?.people.find((one) => one.id === id)?.role === 'guest')
  return (
    <AnswerDialog
      room={room}
      question
      title={t('people.removeTitle', { name })}
      text={t('people.removeText', { name })}
      answer={{ text: t('people.remove'), testId: 'confirm-remove', danger: true }}
      onAnswer={(fields) => room.host.remove(id, fields.has('ban'))}
    >
      <label className="check">
        <input type="checkbox" name="ban" aria-describedby={guest ? hint : undefined} />
        <span>{t('people.ban')}</span>
      </label>
      {guest ? (
        <p id={hint} className="field-hint">
          {t('people.banGuest')}
        </p>
      ) : null}
    </AnswerDialog>
  )
}

/** Whether people may unmute themselves is a choice of its own; it begins as it stands. */
export function MuteAllQuestion({ room }: { room: Room }) {
  const { t } = useRoomTexts()
  const host = useStore(room.host.store)
  return (
    <AnswerDialog
      room={room}
      question
      title={t('muteAll.title')}
      text={t('muteAll.text')}
      answer={{ text: t('people.muteAll'), testId: 'confirm-mute-all' }}
      onAnswer={(fields) => room.host.muteAll(fields.has('mayUnmute'))}
    >
      <label className="check">
        <input type="checkbox" name="mayUnmute" defaultChecked={host?.rules?.allowUnmute ?? true} />
        <span>{t('muteAll.mayUnmute')}</span>
      </label>
    </AnswerDialog>
  )
}
