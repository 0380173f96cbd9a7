import { type FormEvent, type ReactNode, useId } from 'react'
import type { Room } from '../../state/room.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useRoomTexts } from '../room/use-room-texts.ts'

type Props = {
  room: Room
  title: string
  text?: string
  /** A stray click outside must not answer it. */
  question?: boolean
  answer: { text: string; testId: string; danger?: boolean; busy?: boolean }
  /** With what stands in the fields. */
  onAnswer: (fields: FormData) => void
  /** Fields, if the answer has any. */
  children?: ReactNode
}

/** Over the room, with two ways out: all stays as it is, or the one answer. */
export function AnswerDialog({ room, title, text, question = false, answer, onAnswer, children }: Props) {
  const { t } = useRoomTexts()
  const form = useId()
  const close = () => room.panels.show(null)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onAnswer(new FormData(event.currentTarget))
  }
  return (
    <Dialog
      question={question}
      title={title}
      {...(text === undefined ? {} : { text })}
      onClose={close}
      actions={
        <>
          <button type="button" className="button" onClick={close}>
            {t('app.cancel')}
          </button>
          <button
            type="submit"
            form={form}
            className={answer.danger ? 'button button-danger' : 'button button-primary'}
            data-testid={answer.testId}
            aria-disabled={answer.busy}
          >
            {answer.text}
          </button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate hidden={children === undefined}>
        {children}
      </form>
    </Dialog>
  )
}
