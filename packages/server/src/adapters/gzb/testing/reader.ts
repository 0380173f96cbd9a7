/** A reader of this wire by the rule of the protocol: a snapshot, then events, gives the server's own views. */
import {
  type ConferenceSnapshot,
  type ConferenceView,
  conferenceSnapshot,
  type MemberView,
  readEvent,
} from '@parley/protocol'

export type Read = { version: number; conference: ConferenceView | null; members: Map<string, MemberView> }

export const nothingRead = (): Read => ({ version: 0, conference: null, members: new Map() })

/** Takes the text of one frame. Throws at a gap, a repetition and anything the protocol does not know. */
export function read(state: Read, text: string): Read {
  const { method, params } = JSON.parse(text)
  return method === 'conference.snapshot'
    ? takeSnapshot(state, conferenceSnapshot.parse(params))
    : takeEvent(state, params)
}

function takeSnapshot(state: Read, { version, part = 1, conference, members }: ConferenceSnapshot): Read {
  const before = part === 1 ? [] : [...state.members]
  return {
    version,
    conference,
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

  const conference = (changes: Partial<ConferenceView>): Read => ({
    ...next,
    conference: { ...(next.conference as ConferenceView), ...changes },
  })
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
      }
    case 'conference.cancelled':
      return conference({ state: 'cancelled' })
    case 'conference.closed':
      return conference({ state: event.data.how === 'cancelled' ? 'cancelled' : 'ended' })
    case 'conference.muteAllChanged':
    case 'conference.lockChanged':
      return conference(event.data)
    case 'conference.mediaMoved':
      return conference({ mediaEpoch: event.data.epoch })
    case 'conference.chairChanged': {
      const { from, to, fromRole = 'member', chairId } = event.data
      const named = conference({ chairMemberId: to, ...(chairId === undefined ? {} : { chairId }) })
      const without = from === null ? named : member(named, from, { role: fromRole })
      return to === null ? without : member(without, to, { role: 'chair' })
    }
    case 'member.joined':
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
      })
    case 'member.updated':
    case 'member.audioChanged':
    case 'member.cameraChanged':
    case 'member.mediaChanged': {
      const { memberId, ...changes } = event.data
      return member(next, memberId, changes)
    }
    default:
      return event satisfies never
  }
}
