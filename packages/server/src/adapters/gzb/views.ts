/** Conference and member as [WC] 1.6 shows them. Pure: the same state gives the same view on every node. */
import {
  type Conference,
  type GoneReason,
  isInside,
  isOpen,
  type Participant,
  plannedEnd,
  runOf,
  type Settings,
  type Signal,
} from '@parley/core'
import {
  type ConferenceState,
  type ConferenceView,
  feedIdOf,
  type LeaveReason,
  type MemberRole,
  type MemberState,
  type MemberView,
  type SettingsView,
  type SpeakersView,
} from '@parley/protocol'

/** Guests see no account of anybody ([WC] 4.6). */
export type Audience = 'guest' | 'user'

export const LEAVE_REASONS = {
  left: 'self',
  removed: 'kicked',
  lost: 'lost',
  ended: 'ended',
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
    mainVideo: null,
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

function settingsView(settings: Settings): SettingsView {
  return {
    guestAllowed: settings.joinScope === 'everyone',
    ...(settings.hostSuccession === 'off' ? { autoChair: false } : {}),
    joinBeforeStartMin: settings.earlyJoinMinutes,
    emptyEndMin: settings.emptyEndMinutes,
    muteOnEntry: settings.muteOnEntry,
    allowOpenCamera: true,
    allowRename: true,
    guestMayStart: settings.guestMayStart,
    prolongMinutes: settings.prolongMinutes,
  }
}

export function membersView(conference: Conference, audience: Audience): MemberView[] {
  return Object.values(conference.people).map((person) => memberView(person, audience))
}

export function memberView(person: Participant, audience: Audience): MemberView {
  const { presence, mic, camera } = person
  return {
    memberId: person.id,
    ...(audience === 'user' ? { userId: accountOf(person) } : {}),
    displayName: person.name,
    role: roleOf(person),
    source: 'web',
    state: memberState(person),
    ...audioBits(mic),
    ...cameraBits(camera),
    handRaisedAt: null,
    mediaState: person.mediaState,
    tracks: [],
    feedId: feedOf(person),
    joinCount: person.generation,
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
  return who.is === 'guest' ? 'guest' : 'member'
}

function memberState({ presence }: Participant): MemberState {
  switch (presence.is) {
    case 'invited':
      return 'invited'
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

export function speakersView(signal: Signal): SpeakersView {
  return {
    active: signal.active,
    speakers: signal.loudest.map(({ participantId, level }) => ({ memberId: participantId, level })),
    reported: true,
  }
}
