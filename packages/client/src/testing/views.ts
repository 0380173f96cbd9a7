import type { ConferenceView, JoinResult, MemberView } from '@parley/protocol'

/** 32 hexadecimal digits that sort like `n`. */
export const idOf = (n: number): string => n.toString(16).padStart(32, '0')

export const aMember = (n: number, over: Partial<MemberView> = {}): MemberView => ({
  memberId: idOf(n),
  displayName: `person ${n}`,
  role: 'guest',
  state: 'online',
  selfMuted: false,
  chairMuted: false,
  muted: false,
  selfCameraOff: false,
  chairCameraOff: false,
  cameraOpen: true,
  handRaisedAt: null,
  mediaState: 'none',
  tracks: [],
  feedId: null,
  joinCount: 1,
  sharing: false,
  shareInvited: false,
  loudspeaker: true,
  invited: false,
  joinTime: n,
  ...over,
})

export const aConference = (over: Partial<ConferenceView> = {}): ConferenceView => ({
  confId: '123456789',
  confName: 'Weekly',
  state: 'ongoing',
  startTime: 1,
  endTime: null,
  locked: false,
  muteAll: false,
  allowUnmute: true,
  maxMembers: 100,
  mainVideo: null,
  spotlight: { on: 'nobody', memberId: null },
  captions: null,
  interpretation: { on: false, groups: [] },
  recording: false,
  chairMemberId: null,
  mediaEpoch: 1,
  ...over,
})

export const aJoin = (over: Partial<JoinResult> = {}): JoinResult => ({
  memberId: idOf(1),
  role: 'guest',
  version: 10,
  conference: aConference(),
  members: [aMember(1)],
  media: {
    driver: 'mesh',
    epoch: 1,
    feedId: `${idOf(1)}-1`,
    iceServers: [],
    publish: {},
    maxPublishers: 4,
    maxWatchers: 12,
  },
  heartbeat: { interval: 30, timeout: 75 },
  resumed: false,
  ...over,
})

/** A stored event as it comes over the wire. */
export const anEvent = (version: number, type: string, data: unknown) => ({
  confId: '123456789',
  version,
  eventId: `e${version}`,
  type,
  time: version,
  actor: null,
  data,
})
