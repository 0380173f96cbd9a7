import { CameraOff, Mic, MicOff, UserPlus, UserX, Video, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Room } from '../../state/room.ts'
import type { Person, RoomView } from '../../state/room-view.ts'
import { useTexts } from '../../ui/hooks.ts'
import { icon, smallIcon } from '../../ui/icon.ts'
import { LevelMark } from '../../ui/level-mark.tsx'
import './people.css'

/** Everyone inside, with what a host may do to each. Takes the focus when it opens and gives it back to its button. */
export function PeoplePanel({ room, view }: { room: Room; view: RoomView }) {
  const { t } = useTexts()
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])

  return (
    <aside
      ref={panel}
      className="people"
      aria-labelledby="people-title"
      data-region="people"
      data-testid="people-panel"
      tabIndex={-1}
    >
      <div className="people-head">
        <h2 id="people-title">
          {t('room.people')} <span className="muted figures">{view.people.length}</span>
        </h2>
        <button
          type="button"
          className="icon-button"
          aria-label={t('room.closePeople')}
          onClick={() => room.panels.open(null)}
        >
          <X {...icon} />
        </button>
      </div>
      <ul className="people-list">
        {view.people.map((person) => (
          <PersonRow key={person.id} room={room} person={person} />
        ))}
      </ul>
      {view.hosting ? (
        <button type="button" className="button people-invite" onClick={room.host.showInvitation}>
          <UserPlus {...icon} />
          {t('people.invite')}
        </button>
      ) : null}
    </aside>
  )
}

const roleTexts = {
  chair: 'people.role.host',
  cohost: 'people.role.cohost',
  guest: 'people.role.guest',
  member: 'people.role.member',
  viewer: 'people.role.viewer',
} as const

function PersonRow({ room, person }: { room: Room; person: Person }) {
  const { t } = useTexts()
  const { name, may } = person
  return (
    <li className="person" data-testid="person" data-member-id={person.id} data-role={person.role}>
      <span className="avatar" aria-hidden="true">
        {person.initials}
      </span>
      <span className="person-who">
        <span className="person-name">{person.you ? t('room.you', { name }) : name}</span>
        <span className="person-role">
          {t(roleTexts[person.role])}
          {person.reconnecting ? <span className="person-away"> · {t('room.reconnectingShort')}</span> : null}
        </span>
      </span>
      <span className="person-state">
        <span data-testid="person-mic" data-muted={person.muted}>
          {person.muted || person.watcher ? (
            <MicOff {...smallIcon} />
          ) : person.speaking ? (
            <LevelMark level={person.level} label={t('room.speaking')} />
          ) : (
            <Mic {...smallIcon} />
          )}
          <span className="unseen">{person.muted || person.watcher ? t('mic.muted') : t('mic.on')}</span>
        </span>
        <span data-testid="person-camera" data-open={person.cameraOpen}>
          {person.cameraOpen && !person.watcher ? <Video {...smallIcon} /> : <CameraOff {...smallIcon} />}
          <span className="unseen">
            {person.cameraOpen && !person.watcher ? t('camera.isOn') : t('camera.isOff')}
          </span>
        </span>
      </span>
      <span className="person-actions">
        {may.mute ? (
          <button
            type="button"
            className="icon-button"
            data-testid="mute-person"
            aria-label={t('people.muteOf', { name })}
            onClick={() => room.host.mute(person.id)}
          >
            <MicOff {...icon} />
          </button>
        ) : null}
        {may.allowToSpeak ? (
          <button
            type="button"
            className="icon-button"
            data-testid="unmute-person"
            aria-label={t('people.unmuteOf', { name })}
            onClick={() => room.host.allowToSpeak(person.id)}
          >
            <Mic {...icon} />
          </button>
        ) : null}
        {may.remove ? (
          <button
            type="button"
            className="icon-button icon-button-danger"
            data-testid="remove-person"
            aria-label={t('people.removeOf', { name })}
            onClick={() => room.host.askRemove(person.id)}
          >
            <UserX {...icon} />
          </button>
        ) : null}
      </span>
    </li>
  )
}
