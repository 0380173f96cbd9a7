import type { Spoken } from '../../state/announcer.ts'
import type { Room } from '../../state/room.ts'
import { useStore } from '../../ui/hooks.ts'
import { useRoomTexts } from './use-room-texts.ts'

/** Always in the page, because a region that appears together with its words is not read. */
export function LiveRegions({ room }: { room: Room }) {
  const { people, room: meeting, urgent } = useStore(room.announcer.store)
  return (
    <>
      <Region name="people" spoken={people} />
      <Region name="room" spoken={meeting} />
      <Region name="urgent" spoken={urgent} />
    </>
  )
}

function Region({ name, spoken }: { name: 'people' | 'room' | 'urgent'; spoken: Spoken }) {
  const { say } = useRoomTexts()
  return (
    <div
      className="unseen"
      data-testid={`live-${name}`}
      aria-live={name === 'urgent' ? 'assertive' : 'polite'}
    >
      {spoken ? <span key={spoken.turn}>{say(spoken.message)}</span> : null}
    </div>
  )
}
