/** Conference and member as [WC] 1.6 shows them. Pure: the same state gives the same view on every node. */
import {
  type Captions,
  type ChatMessage,
  type Conference,
  type GoneReason,
  type Interpretation,
  isInside,
  isOpen,
  maySee,
  type NetworkSample,
  type Participant,
  plannedEnd,
  runOf,
  type SignalOf,
  type Spotlight,
} from '@parley/core'
import {
  type ChatView,
  type ConferenceState,
  type ConferenceView,
  feedIdOf,
  type InterpretationView,
  type LeaveReason,
  type MemberRole,
  type MemberState,
  type MemberView,
  type QualityItem,
  type SpeakersView,
  type SpotlightView,
} from '@parley/protocol'
import { settingsView } from './settings-view.ts'
import { type Audience, isHidden, type Sight } from './sight.ts'

export const LEAVE_REASONS = {
  left: 'self',
  removed: 'kicked',
  lost: 'lost',
  ended: 'ended',
  returned: 'moved',
} as const satisfies Record<GoneReason, LeaveReason>

export function conferenceView(conference: Conference, audience: Audience): ConferenceView {
  const run = runOf(conference)
  const chair = run?.hostId ? conference.people[run.hostId] : undefined
  return {
    confId: conference.id,
    confName: conference.title,
    ...(audience === 'user'
      ? { chairId: chair ? accountOf(chair) : null, createdBy: conference.owner.account }
      : {}),
    state: stateOf(conference),
    startTime: conference.plan.start ?? conference.plan.createdAt,
    endTime: run ? run.endsAt : plannedEnd(conference),
    // What the log alone remembers of a run that is over is told by its event, not by later snapshots.
    ...(run ? { actualStart: run.startedAt, actualEnd: null, endReason: null } : {}),
    locked: conference.settings.locked,
    muteAll: run?.muteAll ?? false,
    allowUnmute: conference.settings.mayUnmute,
    maxMembers: conference.settings.maxParticipants,
    ...stageView(run?.spotlight ?? { on: 'nobody' }),
    captions: captionsView(run?.captions ?? { is: 'off' }),
    interpretation: interpretationView(run?.interpretation ?? { is: 'off', groups: [] }),
    recording: false,
    chairMemberId: run?.hostId ?? null,
    mediaEpoch: run?.media.epoch ?? conference.runs,
    runId: run?.id ?? null,
    settings: settingsView(conference.settings),
    version: conference.revision,
  }
}

export function stateOf(conference: Conference): ConferenceState {
  if (conference.state === 'running') return 'ongoing'
  if (conference.state === 'scheduled') return 'scheduled'
  return conference.how === 'cancelled' ? 'cancelled' : 'ended'
}

/** Who is in the main place for everybody ([WC] 1.4). */
export function stageView(spotlight: Spotlight): { mainVideo: string | null; spotlight: SpotlightView } {
  const shown = spotlight.on === 'broadcast' || spotlight.on === 'rollCall' ? spotlight.participantId : null
  return { mainVideo: shown, spotlight: { on: spotlight.on, memberId: shown } }
}

export function captionsView(captions: Captions): string[] | null {
  return captions.is === 'off' ? null : [...captions.languages]
}

/** Interpreters by name alone: accounts are nobody's business. */
export function interpretationView({ is, groups }: Interpretation): InterpretationView {
  return {
    on: is === 'on',
    groups: groups.map(({ id, name, languages, interpreters }) => ({
      id,
      name,
      languages: [...languages],
      interpreters: interpreters.map((one) => ({ name: one.name })),
    })),
  }
}

/** Everybody the run knows and this reader may know of. */
export function membersView(conference: Conference, sight: Pick<Sight, 'audience' | 'floor'>): MemberView[] {
  return Object.values(conference.people)
    .filter((person) => !isHidden(person, sight))
    .map((person) => memberView(person, sight))
}

export function memberView(person: Participant, sight: Pick<Sight, 'audience' | 'floor'>): MemberView {
  const { presence, mic, camera } = person
  return {
    memberId: person.id,
    ...(sight.audience === 'user' ? { userId: accountOf(person) } : {}),
    displayName: person.name,
    role: roleOf(person),
    source: person.who.is === 'phone' ? 'sip' : 'web',
    state: memberState(person, sight.floor),
    ...audioBits(mic),
    ...cameraBits(camera),
    handRaisedAt: person.handRaisedAt,
    mediaState: person.mediaState,
    tracks: [],
    feedId: feedOf(person),
    joinCount: person.generation,
    sharing: person.sharing,
    shareInvited: person.shareInvited,
    loudspeaker: person.loudspeaker,
    invited: person.invited,
    media: person.media,
    joinTime: 'joinedAt' in presence ? presence.joinedAt : null,
    leaveTime: presence.is === 'gone' ? presence.at : null,
    leaveReason: presence.is === 'gone' ? LEAVE_REASONS[presence.reason] : null,
  }
}

export function audioBits(bits: Participant['mic']) {
  return { selfMuted: bits.offBySelf, chairMuted: bits.offByHost, muted: !isOpen(bits) }
}

export function cameraBits(bits: Participant['camera']) {
  return { selfCameraOff: bits.offBySelf, chairCameraOff: bits.offByHost, cameraOpen: isOpen(bits) }
}

export function roleOf({ role, who }: Pick<Participant, 'role' | 'who'>): MemberRole {
  if (role === 'host') return 'chair'
  if (role === 'cohost') return 'cohost'
  return who.is === 'user' ? 'member' : 'guest'
}

/** To people without the floor, somebody on the list who waits is not here yet. */
export function memberState({ presence }: Participant, floor: boolean): MemberState {
  switch (presence.is) {
    case 'waiting':
      return floor ? 'waiting' : 'invited'
    case 'invited':
    case 'calling':
    case 'joining':
      return presence.is
    case 'present':
      return 'online'
    case 'interrupted':
      return 'reconnecting'
    case 'gone':
      return presence.reason === 'removed' ? 'removed' : 'left'
    default:
      return presence satisfies never
  }
}

/** Null for watchers and for people outside: they send nothing. */
export function feedOf(person: Participant): string | null {
  const sends = isInside(person) && (person.media.audio || person.media.video)
  return sends ? feedIdOf(person.id, person.generation) : null
}

function accountOf({ who }: Pick<Participant, 'who'>): string | null {
  return who.is === 'user' ? who.account : null
}

export function speakersView(signal: Pick<SignalOf<'Speakers'>, 'active' | 'loudest'>): SpeakersView {
  return {
    active: signal.active,
    speakers: signal.loudest.map(({ participantId, level }) => ({ memberId: participantId, level })),
    reported: true,
  }
}

export function qualityView(samples: readonly NetworkSample[]): QualityItem[] {
  return samples.map(({ participantId, rttMs, jitterMs, ...sample }) => ({
    memberId: participantId,
    up: sample.up,
    down: sample.down,
    rtt: rttMs,
    jitter: jitterMs,
    lossUp: sample.lossUp,
    lossDown: sample.lossDown,
    kbpsUp: sample.kbpsUp,
    kbpsDown: sample.kbpsDown,
  }))
}

/** What this reader may see of the chat, oldest first. */
export function chatView(conference: Conference, { me }: Pick<Sight, 'me'>): ChatView[] {
  return (runOf(conference)?.chat ?? []).filter((message) => maySee(message, me)).map(messageView)
}

function messageView({ id, at, from, name, text, to }: ChatMessage): ChatView {
  return { id, time: at, memberId: from, displayName: name, text, to }
}
