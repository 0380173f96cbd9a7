import { X } from 'lucide-react'
import { memo, useLayoutEffect, useMemo, useRef } from 'react'
import { type ChatGroup, chatGroups, chatParts } from '../../state/chat.ts'
import type { Room } from '../../state/room.ts'
import type { RoomView } from '../../state/room-view.ts'
import { useStore } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import { usePanelFocus } from '../../ui/use-panel-focus.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'
import './chat.css'
import { ChatField } from './chat-field.tsx'

/** What was written since the meeting began. Takes the focus when it opens and gives it back to its button. */
export function ChatPanel({ room, view }: { room: Room; view: RoomView }) {
  const { t } = useRoomTexts()
  const panel = useRef<HTMLElement>(null)
  usePanelFocus(panel, 'textarea')

  return (
    <aside
      ref={panel}
      className="side chat"
      aria-labelledby="chat-title"
      data-region="chat"
      data-testid="chat-panel"
      tabIndex={-1}
    >
      <div className="side-head">
        <h2 id="chat-title">{t('chat.title')}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={t('chat.close')}
          onClick={() => room.panels.open(null)}
        >
          <X {...icon} />
        </button>
      </div>
      <Messages room={room} view={view} />
      <ChatField room={room} view={view} />
    </aside>
  )
}

/** How near to the end one still reads along. */
const nearPx = 80

function Messages({ room, view }: { room: Room; view: RoomView }) {
  const { t } = useRoomTexts()
  const { messages } = useStore(room.chat.store)
  const groups = useMemo(() => chatGroups(messages), [messages])
  const list = useRef<HTMLDivElement>(null)
  const follows = useRef(true)

  // Who reads what was written earlier is not torn away by what comes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new message is looked at.
  useLayoutEffect(() => {
    const element = list.current
    if (element && follows.current) element.scrollTop = element.scrollHeight
  }, [messages])

  if (messages.length === 0)
    return (
      <div className="chat-empty">
        <p className="chat-empty-title">{t('chat.empty')}</p>
        <p className="muted">{t('chat.emptyText')}</p>
      </div>
    )
  return (
    <section
      ref={list}
      className="chat-list"
      aria-label={t('chat.title')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard.
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget
        follows.current = scrollHeight - scrollTop - clientHeight < nearPx
      }}
    >
      <ol>
        {groups.map((group) => (
          <Group
            key={group.first.id}
            group={group}
            mine={group.first.memberId === view.me.id}
            toName={view.people.find(({ id }) => id === group.first.to)?.name}
          />
        ))}
      </ol>
    </section>
  )
}

type GroupProps = { group: ChatGroup; mine: boolean; toName: string | undefined }

/** Drawn again only when it was added to: a voice that gets louder changes nothing here. */
const Group = memo(function Group({ group: { first, messages }, mine, toName }: GroupProps) {
  const { t, locale } = useRoomTexts()
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(first.time)
  return (
    <li className="chat-group" data-mine={mine} data-testid="chat-group">
      <p className="chat-head">
        <span className="chat-name">{mine ? t('chat.you') : first.displayName}</span>
        {first.to === null ? null : (
          <span className="chat-private">
            {mine ? t('chat.privateTo', { name: toName ?? '…' }) : t('chat.privateToYou')}
          </span>
        )}
        <time className="muted figures" dateTime={new Date(first.time).toISOString()}>
          {time}
        </time>
      </p>
      {messages.map((message) => (
        <p key={message.id} className="chat-text" data-testid="chat-message">
          {chatParts(message.text).map((part, index) =>
            part.is === 'link' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one message never change.
              <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow ugc">
                {part.text}
              </a>
            ) : (
              part.text
            ),
          )}
        </p>
      ))}
    </li>
  )
})
