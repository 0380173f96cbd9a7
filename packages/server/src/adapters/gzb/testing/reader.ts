/** A reader of this wire by the rule of the protocol: a snapshot, then events, gives the server's own views. */
import {
  type ChatView,
  type ConferencePatch,
  type ConferenceSnapshot,
  type ConferenceView,
  conferenceEvents,
  conferenceSnapshot,
  type MemberView,
  readEvent,
  type SettingsView,
} from '@parley/protocol'

/** Lines a late joiner gets; a reader keeps as many to be comparable. */
const CHAT_KEPT = 100

export type Read = {
  version: number
  conference: ConferenceView | null
  members: Map<string, MemberView>
  /** Oldest first. */
  chat: readonly ChatView[]
}

export const nothingRead = (): Read => ({
  version: 0,
  conference: null,
  members: new Map(),
  chat: [],
})

/** Takes the text of one frame. Throws at a gap, a repetition and anything the protocol does not know. */
export function read(state: Read, text: string): Read {
  const { method, params } = JSON.parse(text)
  if (method === 'conference.snapshot') return takeSnapshot(state, conferenceSnapshot.parse(params))
  if (method === 'conference.events') return conferenceEvents.parse(params).events.reduce(takeEvent, state)
  return takeEvent(state, params)
}

function takeSnapshot(
  state: Read,
  { version, part = 1, conference, members, chat }: ConferenceSnapshot,
): Read {
  const before = part === 1 ? [] : [...state.members]
  return {
    version,
    conference,
    chat: chat ?? state.chat,
    members: new Map([...before, ...members.map((member) => [member.memberId, member] as const)]),
  }
}

function takeEvent(state: Read, params: unknown): Read {
  const event = readEvent(params)
  if (!event || event.type === 'unknown') throw new Error(`unreadable: ${JSON.stringify(params)}`)
  if ('ephemeral' in event) return state
  const first = event.type === 'skip' ? (event.fromVersion ?? event.version) : event.version
  if (first !== state.version + 1) throw new Error(`${first} after ${state.version}`)
  const next = { ...state, version: event.version }
  if (event.type === 'skip') return next

  const conference = ({ settings, ...changes }: ConferencePatch): Read => {
    const before = next.conference as ConferenceView
    const merged = settings ? { settings: { ...before.settings, ...settings } as SettingsView } : {}
    return { ...next, conference: { ...before, ...changes, ...merged } }
  }
  const member = (from: Read, memberId: string, changes: Partial<MemberView>): Read => {
    const known = from.members.get(memberId)
    return known ? { ...from, members: new Map(from.members).set(memberId, { ...known, ...changes }) } : from
  }
  const all = (members: readonly MemberView[]) => new Map(members.map((one) => [one.memberId, one]))

  switch (event.type) {
    case 'conference.created':
      return { ...next, conference: event.data.conference, members: all(event.data.members ?? []) }
    case 'conference.updated':
      return conference(event.data)
    case 'conference.started':
      return conference({
        state: 'ongoing',
        actualStart: event.data.actualStart,
        actualEnd: null,
        endReason: null,
        ...event.data.changes,
      })
    case 'conference.occupied':
    case 'conference.vacated':
      return next
    case 'conference.ended':
      return {
        ...conference({ state: event.data.state, ...event.data.changes }),
        members: all(event.data.members),
        chat: [],
      }
    case 'conference.cancelled':
      return conference({ state: 'cancelled' })
    case 'conference.closed':
      return conference({ state: event.data.how === 'cancelled' ? 'cancelled' : 'ended' })
    case 'conference.muteAllChanged':
    case 'conference.lockChanged':
      return conference(event.data)
    case 'conference.mainVideoChanged':
      return conference({ mainVideo: event.data.memberId, spotlight: event.data.spotlight })
    case 'conference.captionsChanged':
      return conference({ captions: event.data.languages })
    case 'conference.interpretationChanged':
      return conference({ interpretation: event.data })
    case 'conference.mediaMoved':
      return conference({ mediaEpoch: event.data.epoch })
    case 'conference.chairChanged': {
      const { from, to, fromRole = 'member', chairId } = event.data
      const named = conference({ chairMemberId: to, ...(chairId === undefined ? {} : { chairId }) })
      const without = from === null ? named : member(named, from, { role: fromRole })
      return to === null ? without : member(without, to, { role: 'chair' })
    }
    case 'member.joined':
    case 'member.invited':
    case 'member.waiting':
      return { ...next, members: new Map(next.members).set(event.data.member.memberId, event.data.member) }
    case 'member.left':
      return member(next, event.data.memberId, {
        state: event.data.reason === 'kicked' ? 'removed' : 'left',
        leaveReason: event.data.reason,
        leaveTime: event.time,
        handRaisedAt: null,
        mediaState: 'none',
        tracks: [],
        feedId: null,
        sharing: false,
      })
    case 'member.updated':
    case 'member.audioChanged':
    case 'member.cameraChanged':
    case 'member.handChanged':
    case 'member.mediaChanged': {
      const { memberId, ...changes } = event.data
      return member(next, memberId, changes)
    }
    case 'member.uninvited':
    case 'member.waitingOver': {
      const { memberId } = event.data
      if (event.type === 'member.uninvited' && !event.data.gone)
        return member(next, memberId, { invited: false })
      if (event.type === 'member.waitingOver' && event.data.state !== null)
        return member(next, memberId, { state: event.data.state })
      const members = new Map(next.members)
      members.delete(memberId)
      return { ...next, members }
    }
    case 'member.inviteResult':
      return member(next, event.data.memberId, { state: event.data.state })
    case 'chat.posted':
      return { ...next, chat: [...next.chat, event.data].slice(-CHAT_KEPT) }
    default:
      return event satisfies never
  }
}
