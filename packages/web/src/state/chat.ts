import type { ChatView } from '@parley/protocol'
import type { RoomMessage } from '../i18n/room-texts.ts'
import { isTooFast, type RoomContext, refusalOf } from './room-context.ts'
import type { RoomView } from './room-view.ts'
import { createStore, type Store } from './store.ts'

/** As the wire allows, in UTF-16 units. */
export const chatLength = 2_000
/** From here on the remaining characters are counted. */
const countFrom = chatLength - 100

export type ChatState = {
  messages: readonly ChatView[]
  unread: number
  draft: string
  /** Null: to everyone. */
  to: string | null
  sending: boolean
  problem: RoomMessage | null
}

export type Chat = {
  store: Store<ChatState>
  write: (draft: string) => void
  sendTo: (to: string | null) => void
  send: () => Promise<void>
  /** While the panel is open nothing is unread. */
  opened: (open: boolean) => void
  /** The messages as they are now. */
  follow: (messages: readonly ChatView[]) => void
}

export function createChat(
  { conference, me, tell }: Pick<RoomContext, 'conference' | 'me' | 'tell'>,
  open: () => void,
): Chat {
  const store = createStore<ChatState>({
    messages: [],
    unread: 0,
    draft: '',
    to: null,
    sending: false,
    problem: null,
  })
  const patch = (change: Partial<ChatState>) => store.update((state) => ({ ...state, ...change }))
  let isOpen = false
  /** Everything up to here was seen; null before the first look, whose messages were there before this page. */
  let seen: ReadonlySet<string> | null = null

  const tellNew = (message: ChatView) =>
    tell({
      message: {
        key: message.to === null ? 'chat.news' : 'chat.newsPrivate',
        values: { name: message.displayName, text: shorten(message.text) },
      },
      group: {
        name: 'chat',
        voice: 'room',
        many: (count) => ({ key: 'chat.newsMany', values: { count } }),
      },
      ...(isOpen ? { heardOnly: true } : { action: { label: { key: 'chat.show' }, run: open } }),
    })

  return {
    store,
    follow: (messages) => {
      if (messages === store.get().messages) return
      const known = new Set(store.get().messages.map(({ id }) => id))
      const first = seen === null
      if (first) seen = new Set(messages.map(({ id }) => id))
      const others = messages.filter(({ memberId }) => memberId !== me())
      if (isOpen) seen = new Set(messages.map(({ id }) => id))
      patch({ messages, unread: others.filter(({ id }) => !seen?.has(id)).length })
      if (!first) for (const one of others) if (!known.has(one.id)) tellNew(one)
    },
    opened: (next) => {
      isOpen = next
      if (!next) return
      seen = new Set(store.get().messages.map(({ id }) => id))
      patch({ unread: 0 })
    },
    write: (draft) => patch({ draft, problem: null }),
    sendTo: (to) => patch({ to, problem: null }),
    send: async () => {
      const { draft, to, sending } = store.get()
      const text = draft.replace(/\s+$/u, '')
      if (sending || text.trim() === '' || text.length > chatLength) return
      patch({ sending: true, problem: null })
      try {
        await conference.postChat(text, to ?? undefined)
        // What was typed while it was on its way stays.
        const now = store.get().draft
        patch({ sending: false, draft: now === draft ? '' : now })
      } catch (error) {
        patch({ sending: false, problem: problemOf(error) })
      }
    },
  }
}

function problemOf(error: unknown): RoomMessage {
  if (isTooFast(error)) return { key: 'chat.tooFast' }
  const code = refusalOf(error)
  if (code === 612 || code === 737) return { key: 'chat.gone' }
  if (code === 603 || code === 403 || code === 736 || code === 738) return { key: 'chat.barred' }
  return { key: 'chat.failed' }
}

const shownInNews = 80
function shorten(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  return line.length <= shownInNews ? line : `${Array.from(line).slice(0, shownInNews).join('')}…`
}

/** What the meeting allows me to write, and to whom. */
export type ChatRule = { everyone: boolean; onePerson: boolean; note: RoomMessage | null }

export function chatRule({ chat, hosting }: Pick<RoomView, 'chat' | 'hosting'>): ChatRule {
  if (hosting || chat === 'free') return { everyone: true, onePerson: true, note: null }
  if (chat === 'public') return { everyone: true, onePerson: false, note: { key: 'chat.onlyPublic' } }
  if (chat === 'private') return { everyone: false, onePerson: true, note: { key: 'chat.onlyPrivate' } }
  return { everyone: false, onePerson: false, note: { key: 'chat.none' } }
}

/**
 * Whether the one who was chosen can be written to: `gone` from the meeting, or no longer allowed, and then somebody else has to
 * be chosen by hand, so that nothing meant for one is sent to all.
 */
export function recipientState(
  to: string | null,
  { everyone, onePerson }: Pick<ChatRule, 'everyone' | 'onePerson'>,
  others: readonly { id: string }[],
): 'there' | 'gone' | 'choose' {
  if (to === null) return everyone ? 'there' : 'choose'
  if (!onePerson) return 'choose'
  return others.some(({ id }) => id === to) ? 'there' : 'gone'
}

/** What stands between a draft and being sent. */
export function draftState(draft: string): { empty: boolean; note: RoomMessage | null; tooLong: boolean } {
  const over = draft.length - chatLength
  const note: RoomMessage | null =
    over > 0
      ? { key: 'chat.tooLong', values: { count: over } }
      : draft.length >= countFrom
        ? { key: 'chat.left', values: { count: -over } }
        : null
  return { empty: draft.trim() === '', note, tooLong: over > 0 }
}

/** The part of a key press that decides. */
type Press = { key: string; shiftKey: boolean; isComposing: boolean; keyCode: number }
/** Enter that ends a composition (Chinese input) belongs to the input method; 229 is what Safari says then. */
export const sendsNow = ({ key, shiftKey, isComposing, keyCode }: Press): boolean =>
  key === 'Enter' && !shiftKey && !isComposing && keyCode !== 229

export type ChatPart = { is: 'text'; text: string } | { is: 'link'; text: string; href: string }

const address = /https?:\/\/[^\s<>"'`，。；：！？（）【】《》“”]+/giu
const count = (text: string, sign: string) => text.split(sign).length - 1

/** Without what ends the sentence around it; a bracket that was opened inside belongs to the address. */
function trimmed(match: string): string {
  let text = match
  for (;;) {
    const last = text.at(-1) ?? ''
    const open = last === ')' && count(text, ')') <= count(text, '(')
    if (open || !'.,;:!?)'.includes(last) || last === '') return text
    text = text.slice(0, -1)
  }
}

/** Text and the links in it. Only http and https. */
export function chatParts(text: string): ChatPart[] {
  const parts: ChatPart[] = []
  let from = 0
  for (const { 0: match, index } of text.matchAll(address)) {
    const shown = trimmed(match)
    if (!URL.canParse(shown)) continue
    if (index > from) parts.push({ is: 'text', text: text.slice(from, index) })
    parts.push({ is: 'link', text: shown, href: new URL(shown).href })
    from = index + shown.length
  }
  if (from < text.length) parts.push({ is: 'text', text: text.slice(from) })
  return parts
}

export type ChatGroup = { first: ChatView; messages: readonly ChatView[] }
const togetherMs = 180_000

/** Messages of one person to the same ones, one after the other, under one name. */
export function chatGroups(messages: readonly ChatView[]): ChatGroup[] {
  const groups: { first: ChatView; messages: ChatView[] }[] = []
  for (const message of messages) {
    const last = groups.at(-1)
    const near =
      last &&
      last.first.memberId === message.memberId &&
      last.first.to === message.to &&
      message.time - last.first.time < togetherMs
    if (near) last.messages.push(message)
    else groups.push({ first: message, messages: [message] })
  }
  return groups
}
