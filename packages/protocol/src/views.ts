/** Conference and member as [WC] 1.6 shows them, with the additions our own page needs (marked ours). */
import { z } from 'zod'
import { confId, instant, memberId } from './ids.ts'

export const conferenceState = z.enum(['scheduled', 'ongoing', 'ended', 'cancelled'])
export type ConferenceState = z.infer<typeof conferenceState>

/** `calling` and `waiting` (the waiting room) are ours. */
export const memberState = z.enum([
  'invited',
  'calling',
  'waiting',
  'joining',
  'online',
  'reconnecting',
  'left',
  'removed',
])
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
  /** Who takes the chair's role when its holder is gone. false: nobody; null (ours) or absent: cohosts; true: any member. */
  autoChair: z.boolean().nullable().optional(),
  joinBeforeStartMin: z.int().min(0).max(1440),
  emptyEndMin: z.int().min(0).max(1440),
  /** Ours from here on. */
  muteOnEntry: z.boolean(),
  allowOpenCamera: z.boolean(),
  allowRename: z.boolean(),
  guestMayStart: z.boolean(),
  /** Minutes a run is prolonged by itself while someone is inside; 0 = it ends on time. */
  prolongMinutes: z.int().min(0).max(1440),
  waitingRoom: z.boolean(),
  /** Members may invite. */
  memberInvite: z.boolean(),
  joinScope: z.enum(['everyone', 'tenant', 'invited']),
  shareLocked: z.boolean(),
  shareBy: z.enum(['everyone', 'hosts']),
  chat: z.enum(['free', 'public', 'private', 'none']),
  clientRecording: z.enum(['hosts', 'everyone', 'chosen']),
})
export type SettingsView = z.infer<typeof settingsView>

/** Whose picture everybody sees in the main place. `memberId` null: nobody's. `rollCall`: the others are muted meanwhile. */
export const spotlightView = z.object({
  on: z.enum(['nobody', 'broadcast', 'rollCall', 'layout']),
  memberId: memberId.nullable(),
})
export type SpotlightView = z.infer<typeof spotlightView>

/** A BCP 47 tag, by its letters alone. */
export const language = z.string().regex(/^[A-Za-z0-9-]{2,35}$/)

/** Ours. `languages`: BCP 47, two of them. */
export const interpretationView = z.object({
  on: z.boolean(),
  groups: z
    .array(
      z.object({
        id: z.string().min(1).max(64),
        name: z.string().max(96),
        languages: z.array(language).length(2),
        interpreters: z.array(z.object({ name: z.string().max(96) })).max(64),
      }),
    )
    .max(16),
})
export type InterpretationView = z.infer<typeof interpretationView>

/** Ours: one message of the meeting's chat. `to` null: to everybody. */
export const chatView = z.object({
  id: z.string(),
  time: instant,
  memberId,
  displayName: z.string(),
  text: z.string(),
  to: memberId.nullable(),
})
export type ChatView = z.infer<typeof chatView>

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
  /** Whom the chair chose for everybody; null: the page chooses ([WC] 1.4). */
  mainVideo: memberId.nullable(),
  spotlight: spotlightView,
  /** Ours: languages of the captions (BCP 47), null while there are none. */
  captions: z.array(z.string()).nullable(),
  interpretation: interpretationView,
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

/** What `conference.updated` may carry: any of the fields but the identity; of the settings those that changed. */
export const conferencePatch = conferenceView
  .omit({ confId: true, version: true, settings: true })
  .extend({ settings: settingsView.partial() })
  .partial()
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
  /** Rises with every page of this person: joining, waiting to, resuming, taking over; of the invited over all runs. 0 = no page yet. */
  joinCount: z.int().min(0),
  /** Ours: shares the screen; was asked to; hears the others. */
  sharing: z.boolean(),
  shareInvited: z.boolean(),
  loudspeaker: z.boolean(),
  /** Ours: on the list of those expected. */
  invited: z.boolean(),
  /** Ours: what the person joined with; both false = a watcher who sends nothing. Absent = unknown. */
  media: z.object({ audio: z.boolean(), video: z.boolean() }).optional(),
  joinTime: instant.nullable().optional(),
  leaveTime: instant.nullable().optional(),
  leaveReason: leaveReason.nullable().optional(),
})
export type MemberView = z.infer<typeof memberView>

export const memberPatch = memberView.omit({ memberId: true }).partial()
export type MemberPatch = z.infer<typeof memberPatch>

/** Ours: what no line exceeds. */
const measured = z.number().min(0).max(10_000_000)

/** How one member's line is, as its own page measures it: 5 very good to 1 unusable, 0 unknown. Loss in percent, times in ms. */
export const qualityItem = z.object({
  memberId,
  up: z.int().min(0).max(5),
  down: z.int().min(0).max(5),
  rtt: measured.nullable().optional(),
  jitter: measured.nullable().optional(),
  lossUp: z.number().min(0).max(100).nullable().optional(),
  lossDown: z.number().min(0).max(100).nullable().optional(),
  kbpsUp: measured.nullable().optional(),
  kbpsDown: measured.nullable().optional(),
})
export type QualityItem = z.infer<typeof qualityItem>

/** Ours: a line of speech. The same `lineId` comes again, longer, until `final`. The first text is the original. Times in ms of the speech. */
export const captionView = z.object({
  lineId: z.string().min(1).max(64),
  memberId: memberId.nullable(),
  texts: z
    .array(z.object({ language, text: z.string().max(2000) }))
    .min(1)
    .max(8),
  final: z.boolean(),
  beginMs: z.int().min(0),
  endMs: z.int().min(0),
})
export type CaptionView = z.infer<typeof captionView>

export const reactions = ['like', 'heart', 'clap', 'laugh', 'wow', 'party', 'no'] as const
export type Reaction = (typeof reactions)[number]

/** Who is heard: `active` is kept through silence, `speakers` are those talking now, loudest first, level 0-100. */
export const speakersView = z.object({
  active: memberId.nullable(),
  speakers: z.array(z.object({ memberId, level: z.number().min(0).max(100) })),
  /** true: from the pages' own reports (mesh), not measured by a gateway. */
  reported: z.boolean().optional(),
})
export type SpeakersView = z.infer<typeof speakersView>
