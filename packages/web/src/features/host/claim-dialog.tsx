import type { Room } from '../../state/room.ts'
import { Field } from '../../ui/field.tsx'
import { useStore } from '../../ui/hooks.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'
import { AnswerDialog } from './answer-dialog.tsx'

/** For who came in without a proof: the host password, or the host link. */
export function ClaimDialog({ room }: { room: Room }) {
  const { t, say } = useRoomTexts()
  const { busy, problem } = useStore(room.host.chair.claiming)
  return (
    <AnswerDialog
      room={room}
      title={t('chair.claim')}
      text={t('chair.claimText')}
      answer={{ text: t('chair.claim'), testId: 'confirm-claim', busy }}
      onAnswer={(fields) => void room.host.chair.claimWith(String(fields.get('proof')))}
    >
      <Field
        label={t('chair.proof')}
        name="proof"
        type="password"
        autoComplete="off"
        data-testid="claim-proof"
        problem={problem ? say(problem) : null}
      />
    </AnswerDialog>
  )
}
