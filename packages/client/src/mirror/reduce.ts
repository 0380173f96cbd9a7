import type {
  CaptionView,
  ConferenceEvent,
  ConferencePatch,
  ConferenceView,
  EphemeralEvent,
  MemberId,
  MemberPatch,
  MemberView,
  QualityItem,
  SpotlightView,
} from '@parley/protocol'
import { isInside } from './select.ts'
import { captionLines, chatLines, type MirrorState, silence } from './state.ts'

const byId = (members: readonly MemberView[]): ReadonlyMap<MemberId, MemberView> =>
  new Map(members.map((member) => [member.memberId, member]))

const withMember = (state: MirrorState, id: MemberId, patch: MemberPatch): MirrorState => {
  const member = state.members.get(id)
  if (!member) return state
  return { ...state, members: new Map(state.members).set(id, { ...member, ...patch }) }
}

const withoutMember = (state: MirrorState, id: MemberId): MirrorState => {
  const members = new Map(state.members)
  return members.delete(id) ? { ...state, members } : state
}

/** Of the settings only those that changed are told. */
const withConference = (
  state: MirrorState,
  { settings: changed, ...patch }: ConferencePatch,
): MirrorState => {
  const { conference } = state
  if (!conference) return state
  const settings = conference.settings && { ...conference.settings, ...changed }
  return { ...state, conference: { ...conference, ...patch, ...(settings && { settings }) } }
}

const nobody: SpotlightView = { on: 'nobody', memberId: null }

/** What belongs to a run and goes with it. */
const emptyRun = { speaker: silence, chat: [], quality: new Map<MemberId, QualityItem>(), captions: [] }
const plainConference: ConferencePatch = {
  mainVideo: null,
  spotlight: nobody,
  captions: null,
  interpretation: { on: false, groups: [] },
}

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
  if (from !== null) next = withMember(next, from, { role: fromRole ?? 'member' })
  return to === null ? next : withMember(next, to, { role: 'chair' })
}

const withoutQuality = (state: MirrorState, id: MemberId): MirrorState => {
  const quality = new Map(state.quality)
  return quality.delete(id) ? { ...state, quality } : state
}

const left = (state: MirrorState, event: Extract<ConferenceEvent, { type: 'member.left' }>): MirrorState => {
  const { memberId, reason } = event.data
  const gone = withMember(state, memberId, {
    state: reason === 'kicked' ? 'removed' : 'left',
    leaveReason: reason,
    leaveTime: event.time,
    handRaisedAt: null,
    sharing: false,
    mediaState: 'none',
    tracks: [],
    feedId: null,
  })
  return withoutQuality(withoutSpeaker(gone, memberId), memberId)
}

const evolve = (state: MirrorState, event: ConferenceEvent): MirrorState => {
  switch (event.type) {
    case 'conference.created':
      return {
        ...state,
        conference: event.data.conference,
        members: byId(event.data.members ?? []),
        ...emptyRun,
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
          ...plainConference,
          state: event.data.state,
          actualEnd: event.data.actualEnd,
          endReason: event.data.reason,
          ...event.data.changes,
        }),
        members: byId(event.data.members),
        ...emptyRun,
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
    case 'conference.mainVideoChanged': {
      const { memberId, spotlight } = event.data
      return withConference(state, { mainVideo: memberId, spotlight })
    }
    case 'conference.captionsChanged': {
      const { languages } = event.data
      const next = withConference(state, { captions: languages })
      return languages === null ? { ...next, captions: [] } : next
    }
    case 'conference.interpretationChanged':
      return withConference(state, { interpretation: event.data })
    case 'chat.posted':
      return { ...state, chat: [...state.chat, event.data].slice(-chatLines) }
    case 'member.joined':
    case 'member.invited':
    case 'member.waiting': {
      const { member } = event.data
      return { ...state, members: new Map(state.members).set(member.memberId, member) }
    }
    case 'member.uninvited': {
      const { memberId, gone } = event.data
      return gone ? withoutMember(state, memberId) : withMember(state, memberId, { invited: false })
    }
    case 'member.inviteResult':
      return withMember(state, event.data.memberId, { state: event.data.state })
    case 'member.waitingOver': {
      const { memberId, state: after } = event.data
      return after === null ? withoutMember(state, memberId) : withMember(state, memberId, { state: after })
    }
    case 'member.updated': {
      const { memberId, ...patch } = event.data
      return withMember(state, memberId, patch)
    }
    case 'member.left':
      return left(state, event)
    case 'member.handChanged':
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

/** A line that goes on is replaced in its place; of more than fit the oldest go. */
const withLine = (lines: readonly CaptionView[], line: CaptionView): readonly CaptionView[] => {
  const at = lines.findIndex((one) => one.lineId === line.lineId)
  return at < 0 ? [...lines, line].slice(-captionLines) : lines.with(at, line)
}

/** A signal: no version, last one wins. What only passes by, an asking or a reaction, leaves no trace here. */
export const applySignal = (state: MirrorState, event: EphemeralEvent): MirrorState => {
  switch (event.type) {
    case 'speaker.changed':
      return { ...state, speaker: event.data }
    case 'quality.changed': {
      const inside = event.data.items.filter(({ memberId }) => {
        const member = state.members.get(memberId)
        return member !== undefined && isInside(member)
      })
      if (inside.length === 0) return state
      return {
        ...state,
        quality: new Map([...state.quality, ...inside.map((item) => [item.memberId, item] as const)]),
      }
    }
    case 'caption.heard':
      return { ...state, captions: withLine(state.captions, event.data) }
    case 'member.asked':
    case 'reaction.shown':
      return state
    default:
      return event satisfies never
  }
}
