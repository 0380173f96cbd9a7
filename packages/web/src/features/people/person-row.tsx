import { CameraOff, Hand, Mic, MicOff, MonitorUp, Video } from 'lucide-react'
import { memo } from 'react'
import type { Room } from '../../state/room.ts'
import type { Person } from '../../state/room-view.ts'
import { icon, smallIcon } from '../../ui/icon.ts'
import { LevelMark } from '../../ui/level-mark.tsx'
import { useRoomTexts } from '../room/use-room-texts.ts'
import { PersonMenu } from './person-menu.tsx'

const roleTexts = {
  chair: 'people.role.host',
  cohost: 'people.role.cohost',
  guest: 'people.role.guest',
  member: 'people.role.member',
  viewer: 'people.role.viewer',
} as const

/** Drawn again only when something of this very person changed. */
export const PersonRow = memo(function PersonRow({ room, person }: { room: Room; person: Person }) {
  const { t } = useRoomTexts()
  const { name, hand } = person
  return (
    <li className="person" data-testid="person" data-member-id={person.id} data-role={person.role}>
      <span className="avatar" aria-hidden="true">
        {person.initials}
      </span>
      <span className="person-who">
        <span className="person-name" title={name}>
          {person.you ? t('room.you', { name }) : name}
        </span>
        <span className="person-notes">
          <span className="person-role">{t(roleTexts[person.role])}</span>
          {person.reconnecting ? <span className="person-away">{t('room.reconnectingShort')}</span> : null}
          {person.sharing ? (
            <span className="person-sharing">
              <MonitorUp {...smallIcon} />
              <span className="unseen">{t('people.sharing')}</span>
            </span>
          ) : null}
        </span>
      </span>
      {hand === null ? null : (
        <span className="person-hand figures" data-testid="person-hand">
          <Hand {...smallIcon} />
          <span aria-hidden="true">{hand}</span>
          <span className="unseen">{t('hand.raised', { order: String(hand) })}</span>
        </span>
      )}
      <span className="person-state">
        <span data-testid="person-camera" data-open={person.cameraOpen}>
          {person.cameraOpen && !person.watcher ? <Video {...smallIcon} /> : <CameraOff {...smallIcon} />}
          <span className="unseen">
            {person.cameraOpen && !person.watcher ? t('camera.isOn') : t('camera.isOff')}
          </span>
        </span>
        <span data-testid="person-mic" data-muted={person.muted}>
          <Microphone room={room} person={person} />
        </span>
      </span>
      <PersonMenu room={room} person={person} />
    </li>
  )
})

const micButtons = {
  mute: ['mute-person', 'people.muteOf'],
  allowToSpeak: ['unmute-person', 'people.unmuteOf'],
  askUnmute: ['ask-person', 'act.askUnmuteOf'],
} as const

/** Its state, and for who may steer it a button that changes it. */
function Microphone({ room, person }: { room: Room; person: Person }) {
  const { t } = useRoomTexts()
  const { id, name, micAction, watcher } = person
  const off = person.muted || watcher
  const mark = off ? (
    <MicOff {...icon} />
  ) : (
    <>
      <Mic {...icon} />
      {person.speaking ? <LevelMark level={person.level} label={t('room.speaking')} /> : null}
    </>
  )
  const state = <span className="unseen">{off ? t('mic.muted') : t('mic.on')}</span>
  if (micAction === null)
    return (
      <span className="person-mic">
        {mark}
        {state}
      </span>
    )
  const [testId, key] = micButtons[micAction]
  const label = t(key, { name })
  return (
    <>
      {state}
      <button
        type="button"
        className="icon-button person-mic"
        data-testid={testId}
        data-held={person.heldMuted}
        aria-label={label}
        title={label}
        onClick={() => room.host.act(id, micAction)}
      >
        {mark}
      </button>
    </>
  )
}
