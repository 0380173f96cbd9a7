/** Conference and member as [WC] 1.6 shows them, with the additions our own page needs (marked ours). */
import { z } from 'zod'
import { confId, instant, memberId } from './ids.ts'

export const conferenceState = z.enum(['scheduled', 'ongoing', 'ended', 'cancelled'])
export type ConferenceState = z.infer<typeof conferenceState>

export const memberState = z.enum(['invited', 'joining', 'online', 'reconnecting', 'left', 'removed'])
export type MemberState = z.infer<typeof memberState>

/** `viewer` is ours. `guest` = a member without an account. */
export const memberRole = z.enum(['chair', 'cohost', 'member', 'guest', 'viewer'])
export type MemberRole = z.infer<typeof memberRole>

export const mediaState = z.enum(['none', 'connecting', 'up', 'stalled', 'lost'])
export type MediaState = z.infer<typeof mediaState>

export const leaveReason = z.enum(['self', 'lost', 'kicked', 'ended', 'replaced', 'moved'])
export type LeaveReason = z.infer<typeof leaveReason>

export const endReason = z.enum(['chair', 'timeout', 'empty', 'admin'])
export type EndReason = z.infer<typeof endReason>

export const track = z.object({
  kind: z.enum(['audio', 'video', 'screen']),
  mid: z.string(),
  label: z.string().optional(),
})
export type Track = z.infer<typeof track>

export const settingsView = z.object({
  guestAllowed: z.boolean(),
  /** false: the chair's role stays vacant when its holder is gone; absent: cohosts only; true: any member. */
  autoChair: z.boolean().optional(),
  joinBeforeStartMin: z.int().min(0).max(1440),
  emptyEndMin: z.int().min(0).max(1440),
  /** Ours from here on. */
  muteOnEntry: z.boolean(),
  allowOpenCamera: z.boolean(),
  allowRename: z.boolean(),
  guestMayStart: z.boolean(),
  /** Minutes a run is prolonged by itself while someone is inside; 0 = it ends on time. */
  prolongMinutes: z.int().min(0).max(1440),
})
export type SettingsView = z.infer<typeof settingsView>

export const conferenceView = z.object({
  confId,
  confName: z.string(),
  tenementId: z.string().nullable().optional(),
  corpId: z.string().nullable().optional(),
  /** Account id of the chair; null when vacant or a guest's; never shown to guests. */
  chairId: z.string().nullable().optional(),
  createdBy: z.string().nullable().optional(),
  state: conferenceState,
  /** Planned, ms. */
  startTime: instant.nullable(),
  endTime: instant.nullable(),
  actualStart: instant.nullable().optional(),
  actualEnd: instant.nullable().optional(),
  endReason: endReason.nullable().optional(),
  locked: z.boolean(),
  muteAll: z.boolean(),
  allowUnmute: z.boolean(),
  maxMembers: z.int(),
  mainVideo: memberId.nullable(),
  recording: z.boolean(),
  /** Host of the run (core: hostId), null when vacant. */
  chairMemberId: memberId.nullable(),
  mediaEpoch: z.int(),
  /** Ours: changes with every run of a kept reservation. */
  runId: z.string().nullable().optional(),
  settings: settingsView.optional(),
  version: z.int().min(0).optional(),
})
export type ConferenceView = z.infer<typeof conferenceView>

/** What `conference.updated` may carry: any of the fields but the identity. */
export const conferencePatch = conferenceView.omit({ confId: true, version: true }).partial()
export type ConferencePatch = z.infer<typeof conferencePatch>

/**
 * A snapshot lists everyone the run knows, also those who left (`left`, `removed`); these always show
 * handRaisedAt null, mediaState `none`, tracks [], feedId null.
 */
export const memberView = z.object({
  memberId,
  /** Absent on frames to guests. */
  userId: z.string().nullable().optional(),
  displayName: z.string(),
  role: memberRole,
  source: z.enum(['web', 'app', 'sip', 'api']).optional(),
  state: memberState,
  selfMuted: z.boolean(),
  chairMuted: z.boolean(),
  /** selfMuted or chairMuted. */
  muted: z.boolean(),
  selfCameraOff: z.boolean(),
  chairCameraOff: z.boolean(),
  /** neither selfCameraOff nor chairCameraOff. */
  cameraOpen: z.boolean(),
  handRaisedAt: instant.nullable(),
  mediaState,
  tracks: z.array(track),
  /** `{memberId}-{joinCount}`, null while nothing is published. */
  feedId: z.string().nullable(),
  /** Rises with every join, resume and takeover of this person in the run; 0 = never inside. */
  joinCount: z.int().min(0),
  /** Ours: what the person joined with; both false = a watcher who sends nothing. Absent = unknown. */
  media: z.object({ audio: z.boolean(), video: z.boolean() }).optional(),
  joinTime: instant.nullable().optional(),
  leaveTime: instant.nullable().optional(),
  leaveReason: leaveReason.nullable().optional(),
})
export type MemberView = z.infer<typeof memberView>

export const memberPatch = memberView.omit({ memberId: true }).partial()
export type MemberPatch = z.infer<typeof memberPatch>

/** Who is heard: `active` is kept through silence, `speakers` are those talking now, loudest first, level 0-100. */
export const speakersView = z.object({
  active: memberId.nullable(),
  speakers: z.array(z.object({ memberId, level: z.number().min(0).max(100) })),
  /** true: from the pages' own reports (mesh), not measured by a gateway. */
  reported: z.boolean().optional(),
})
export type SpeakersView = z.infer<typeof speakersView>
