import type { HostOverlay } from '../../state/panels.ts'
import type { Room } from '../../state/room.ts'
import { Field } from '../../ui/field.tsx'
import { nameProblems } from '../../ui/name-problems.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'
import { AnswerDialog } from './answer-dialog.tsx'

type Props = { room: Room; overlay: Extract<HostOverlay, { is: 'rename' }> }

export function RenameDialog({ room, overlay: { id, name, problem } }: Props) {
  const { t } = useRoomTexts()
  return (
    <AnswerDialog
      room={room}
      title={t('rename.title', { name })}
      answer={{ text: t('rename.go'), testId: 'confirm-rename' }}
      onAnswer={(fields) => room.host.rename(id, String(fields.get('name')))}
    >
      <Field
        label={t('rename.name')}
        name="name"
        defaultValue={name}
        autoComplete="off"
        data-testid="rename-name"
        problem={problem ? t(nameProblems[problem]) : null}
      />
    </AnswerDialog>
  )
}
