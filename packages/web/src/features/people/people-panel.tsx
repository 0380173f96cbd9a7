import { Search, X } from 'lucide-react'
import { useId, useRef } from 'react'
import type { HostView } from '../../state/host-view.ts'
import { peopleList } from '../../state/people.ts'
import type { Room } from '../../state/room.ts'
import type { RoomView } from '../../state/room-view.ts'
import { useStore } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import { usePanelFocus } from '../../ui/use-panel-focus.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'
import { ChairNote } from './chair-note.tsx'
import { AwayList, CallingList, WaitingList } from './expected-lists.tsx'
import './people.css'
import { PeopleTools } from './people-tools.tsx'
import { PersonRow } from './person-row.tsx'
import { RollCallView } from './roll-call.tsx'
import { RollNote } from './roll-note.tsx'

/** Everyone inside and those at the door, with what the reader may do. Takes the focus when it opens and gives it back to its button. */
export function PeoplePanel({ room, view }: { room: Room; view: RoomView }) {
  const { t } = useRoomTexts()
  const panel = useRef<HTMLElement>(null)
  const host = useStore(room.host.store)
  const rollCall = useStore(room.host.rollCall.store)
  usePanelFocus(panel)

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
      {host ? <ChairNote room={room} host={host} /> : null}
      {host?.floor && rollCall.is === 'off' ? (
        <RollNote room={room} view={view} called={host.called} />
      ) : null}
      {rollCall.is === 'off' ? (
        <Everyone room={room} view={view} host={host} />
      ) : (
        <RollCallView room={room} state={rollCall} title={view.title} />
      )}
      {host && rollCall.is === 'off' ? <PeopleTools room={room} view={view} host={host} /> : null}
    </aside>
  )
}

const nobody = { waiting: [], calling: [], away: [] }

function Everyone({ room, view, host }: { room: Room; view: RoomView; host: HostView | null }) {
  const { t } = useRoomTexts()
  const query = useStore(room.host.search.store)
  const found = peopleList(view, host ?? nobody, query)
  const { waiting, calling, away, inside, searchable } = found
  const count = waiting.length + calling.length + away.length + inside.length
  const apart = waiting.length + calling.length + away.length > 0
  return (
    <>
      {searchable || query !== '' ? <SearchField room={room} query={query} count={count} /> : null}
      <div className="people-scroll">
        {waiting.length > 0 ? <WaitingList room={room} waiting={waiting} /> : null}
        {calling.length > 0 ? (
          <CallingList room={room} calling={calling} may={host?.mayInvite ?? false} />
        ) : null}
        {inside.length > 0 ? (
          <section aria-labelledby="people-inside">
            <h3 id="people-inside" className={apart ? 'people-section' : 'unseen'}>
              {t('people.inside')} <span className="figures">{inside.length}</span>
            </h3>
            <ul className="people-list">
              {inside.map((person) => (
                <PersonRow key={person.id} room={room} person={person} />
              ))}
            </ul>
          </section>
        ) : null}
        {away.length > 0 ? <AwayList room={room} away={away} may={host?.mayInvite ?? false} /> : null}
        {count === 0 ? <p className="people-none muted">{t('people.nobodyFound')}</p> : null}
      </div>
    </>
  )
}

function SearchField({ room, query, count }: { room: Room; query: string; count: number }) {
  const { t } = useRoomTexts()
  const id = useId()
  return (
    <div className="people-search">
      <Search {...icon} />
      <label className="unseen" htmlFor={id}>
        {t('people.search')}
      </label>
      <input
        id={id}
        className="input"
        type="search"
        autoComplete="off"
        placeholder={t('people.search')}
        value={query}
        data-testid="people-search"
        onChange={(event) => room.host.search.type(event.target.value)}
      />
      <span role="status" className="unseen">
        {query === '' ? '' : t('people.found', { count })}
      </span>
    </div>
  )
}
