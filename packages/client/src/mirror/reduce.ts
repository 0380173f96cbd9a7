import type {
  ConferenceEvent,
  ConferencePatch,
  ConferenceView,
  EphemeralEvent,
  MemberId,
  MemberPatch,
  MemberView,
} from '@parley/protocol'
import { type MirrorState, silence } from './state.ts'

const byId = (members: readonly MemberView[]): ReadonlyMap<MemberId, MemberView> =>
  new Map(members.map((member) => [member.memberId, member]))

const withMember = (state: MirrorState, id: MemberId, patch: MemberPatch): MirrorState => {
  const member = state.members.get(id)
  if (!member) return state
  return { ...state, members: new Map(state.members).set(id, { ...member, ...patch }) }
}

const withConference = (state: MirrorState, patch: ConferencePatch): MirrorState =>
  state.conference ? { ...state, conference: { ...state.conference, ...patch } } : state

const withoutSpeaker = (state: MirrorState, id: MemberId): MirrorState => {
  const { active, speakers } = state.speaker
  if (active !== id && !speakers.some((one) => one.memberId === id)) return state
  return {
    ...state,
    speaker: {
      ...state.speaker,
      active: active === id ? null : active,
      speakers: speakers.filter((one) => one.memberId !== id),
    },
  }
}

const withChair = (
  state: MirrorState,
  event: Extract<ConferenceEvent, { type: 'conference.chairChanged' }>,
) => {
  const { from, to, fromRole, chairId } = event.data
  let next = withConference(
    state,
    chairId === undefined ? { chairMemberId: to } : { chairMemberId: to, chairId },
  )
  // A former chair who is still chair here was not told otherwise: somebody without the role's rights is the safe reading.
  if (from !== null && from !== to) next = withMember(next, from, { role: fromRole ?? 'member' })
  return to === null ? next : withMember(next, to, { role: 'chair' })
}

const left = (state: MirrorState, event: Extract<ConferenceEvent, { type: 'member.left' }>): MirrorState =>
  withoutSpeaker(
    withMember(state, event.data.memberId, {
      state: event.data.reason === 'kicked' ? 'removed' : 'left',
      leaveReason: event.data.reason,
      leaveTime: event.time,
      handRaisedAt: null,
      mediaState: 'none',
      tracks: [],
      feedId: null,
    }),
    event.data.memberId,
  )

const evolve = (state: MirrorState, event: ConferenceEvent): MirrorState => {
  switch (event.type) {
    case 'conference.created':
      return {
        ...state,
        conference: event.data.conference,
        members: byId(event.data.members ?? []),
        speaker: silence,
      }
    case 'conference.updated':
      return withConference(state, event.data)
    case 'conference.started':
      return withConference(state, {
        state: 'ongoing',
        actualStart: event.data.actualStart,
        actualEnd: null,
        endReason: null,
        ...event.data.changes,
      })
    case 'conference.occupied':
    case 'conference.vacated':
      return state
    case 'conference.ended':
      return {
        ...withConference(state, {
          chairMemberId: null,
          mainVideo: null,
          state: event.data.state,
          actualEnd: event.data.actualEnd,
          endReason: event.data.reason,
          ...event.data.changes,
        }),
        members: byId(event.data.members),
        speaker: silence,
      }
    case 'conference.cancelled':
      return withConference(state, { state: 'cancelled' })
    case 'conference.closed':
      return withConference(state, { state: event.data.how === 'cancelled' ? 'cancelled' : 'ended' })
    case 'conference.chairChanged':
      return withChair(state, event)
    case 'conference.muteAllChanged':
    case 'conference.lockChanged':
      return withConference(state, event.data)
    case 'conference.mediaMoved':
      return withConference(state, { mediaEpoch: event.data.epoch })
    case 'member.joined': {
      const { member } = event.data
      return { ...state, members: new Map(state.members).set(member.memberId, member) }
    }
    case 'member.updated': {
      const { memberId, ...patch } = event.data
      return withMember(state, memberId, patch)
    }
    case 'member.left':
      return left(state, event)
    case 'member.audioChanged':
    case 'member.cameraChanged':
    case 'member.mediaChanged': {
      const { memberId, ...patch } = event.data
      return withMember(state, memberId, patch)
    }
    default:
      return event satisfies never
  }
}

/** The state with `version` as its last; the conference's own view tells it too. */
export const atVersion = (state: MirrorState, version: number): MirrorState => ({
  ...state,
  version,
  conference: state.conference && atConferenceVersion(state.conference, version),
})

const atConferenceVersion = (conference: ConferenceView, version: number): ConferenceView =>
  conference.version === undefined ? conference : { ...conference, version }

/** One stored event on the state of the version before it. */
export const applyEvent = (state: MirrorState, event: ConferenceEvent): MirrorState =>
  atVersion(evolve(state, event), event.version)

/** A signal: no version, last one wins. */
export const applySignal = (state: MirrorState, event: EphemeralEvent): MirrorState => ({
  ...state,
  speaker: event.data,
})
