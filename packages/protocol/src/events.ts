/** The events of [WC] 4.9 that this server sends, as the client's reducer and the server's presenter share them. */
import { z } from 'zod'
import { confId, instant, memberId } from './ids.ts'
import {
  captionView,
  chatView,
  conferencePatch,
  conferenceView,
  endReason,
  interpretationView,
  leaveReason,
  mediaState,
  memberPatch,
  memberRole,
  memberState,
  memberView,
  qualityItem,
  reactions,
  speakersView,
  spotlightView,
  track,
} from './views.ts'

export const inviteResult = z.enum([
  'accepted',
  'rejected',
  'busy',
  'timeout',
  'offline',
  'cancelled',
  'failed',
])
export type InviteResult = z.infer<typeof inviteResult>

/**
 * Data by event type. Rule for both sides: a reader that applies these to a snapshot of an earlier version gets the server's
 * views at the event's version; what a type's own members cannot say (a new run, say) travels in `changes`.
 */
export const eventData = {
  'conference.created': z.object({ conference: conferenceView, members: z.array(memberView).optional() }),
  'conference.updated': conferencePatch,
  /** A run began: state becomes `ongoing`. */
  'conference.started': z.object({ actualStart: instant, changes: conferencePatch.optional() }),
  /** Ours: first one inside; again after everyone was gone. */
  'conference.occupied': z.object({}),
  'conference.vacated': z.object({ occupiedSince: instant.optional() }),
  /** `state` (ours) is `scheduled` when the reservation can be held again; `members`: the list as it stands afterwards. */
  'conference.ended': z.object({
    reason: endReason,
    actualEnd: instant,
    state: z.enum(['ended', 'scheduled']),
    members: z.array(memberView),
    changes: conferencePatch.optional(),
  }),
  'conference.cancelled': z.object({}),
  /** Ours: the reservation is over for good. */
  'conference.closed': z.object({ how: z.enum(['over', 'lapsed', 'cancelled']) }),
  /** `fromRole` (ours): what the former chair is now, if still known. */
  'conference.chairChanged': z.object({
    from: memberId.nullable(),
    to: memberId.nullable(),
    fromRole: memberRole.optional(),
    chairId: z.string().nullable().optional(),
  }),
  'conference.muteAllChanged': z.object({ muteAll: z.boolean(), allowUnmute: z.boolean() }),
  'conference.lockChanged': z.object({ locked: z.boolean() }),
  'conference.mainVideoChanged': z.object({ memberId: memberId.nullable(), spotlight: spotlightView }),
  /** Ours. */
  'conference.captionsChanged': z.object({ languages: z.array(z.string()).nullable() }),
  'conference.interpretationChanged': interpretationView,
  /** The media of the meeting got a new epoch. */
  'conference.mediaMoved': z.object({
    epoch: z.int(),
    gatewayId: z.string().nullable(),
    reason: z.string().optional(),
  }),
  /** `member`: how the person stands on the list now. `until`: how long it rings, ms. */
  'member.invited': z.object({
    inviteId: z.string(),
    memberId,
    userId: z.string().nullable().optional(),
    name: z.string(),
    by: z.string(),
    until: instant,
    member: memberView,
  }),
  /** Ours: off the list; `gone` false: still known to the run. */
  'member.uninvited': z.object({ memberId, gone: z.boolean() }),
  'member.inviteResult': z.object({
    inviteId: z.string(),
    memberId,
    result: inviteResult,
    /** Ours: the member's state after it. */
    state: memberState,
  }),
  /** Ours: somebody waits to be let in; only chair and cohosts get it. */
  'member.waiting': z.object({ member: memberView }),
  /** Ours. `state`: what the member is after it; null: forgotten. */
  'member.waitingOver': z.object({
    memberId,
    outcome: z.enum(['admitted', 'refused', 'expired', 'aborted']),
    state: memberState.nullable(),
  }),
  'member.handChanged': z.object({ memberId, handRaisedAt: instant.nullable() }),
  /** Ours; of a message to one person only the two get it. */
  'chat.posted': chatView,
  'member.joined': z.object({ member: memberView }),
  'member.updated': memberPatch.extend({ memberId }),
  /** The member's `state` becomes `removed` for `kicked`, else `left`; hand, tracks and feed are cleared. */
  'member.left': z.object({
    memberId,
    reason: leaveReason,
    by: z.string().nullable().optional(),
    /** Ours: removed, and may not come back in this run. */
    banned: z.boolean().optional(),
  }),
  'member.audioChanged': z.object({
    memberId,
    selfMuted: z.boolean(),
    chairMuted: z.boolean(),
    muted: z.boolean(),
  }),
  'member.cameraChanged': z.object({
    memberId,
    selfCameraOff: z.boolean(),
    chairCameraOff: z.boolean(),
    cameraOpen: z.boolean(),
  }),
  'member.mediaChanged': z.object({
    memberId,
    mediaState,
    tracks: z.array(track),
    feedId: z.string().nullable(),
  }),
} as const

export type EventType = keyof typeof eventData
export type EventData = { [T in EventType]: z.infer<(typeof eventData)[T]> }
export const eventTypes = Object.keys(eventData) as EventType[]

/** Live only: carries the current version, is not stored, may be dropped. */
export const ephemeralData = {
  'speaker.changed': speakersView,
  'quality.changed': z.object({ items: z.array(qualityItem) }),
  /** To the one who is asked: switch it on, or off. `by`: who asks, as shown. */
  'member.asked': z.object({ memberId, medium: z.enum(['mic', 'camera']), on: z.boolean(), by: z.string() }),
  /** Ours. */
  'caption.heard': captionView,
  'reaction.shown': z.object({ memberId, displayName: z.string(), reaction: z.enum(reactions) }),
} as const
export type EphemeralType = keyof typeof ephemeralData
export type EphemeralData = { [T in EphemeralType]: z.infer<(typeof ephemeralData)[T]> }

/** Ours: who did it, as shown, and by which door; absent when it happened by itself. */
export const eventBy = z.object({ name: z.string(), via: z.enum(['page', 'rpc', 'rest', 'api']) })
export type EventBy = z.infer<typeof eventBy>

type Envelope = {
  confId: string
  version: number
  eventId: string
  time: number
  actor: string | null
  by?: EventBy
}

/** A stored event; each raises the conference's version by one. */
export type ConferenceEvent = { [T in EventType]: Envelope & { type: T; data: EventData[T] } }[EventType]
export type EphemeralEvent = {
  [T in EphemeralType]: Envelope & { type: T; data: EphemeralData[T]; ephemeral: true }
}[EphemeralType]
/** Versions fromVersion..version hold nothing for this reader (topic or rights). */
export type SkipFrame = { confId: string; version: number; type: 'skip'; fromVersion?: number }
/** A stored event of a type this reader does not know: it only moves the version. */
export type UnknownEvent = Envelope & { type: 'unknown'; wireType: string; data: unknown }
export type EventFrame = ConferenceEvent | EphemeralEvent | SkipFrame
export type ReadEvent = ConferenceEvent | EphemeralEvent | SkipFrame | UnknownEvent

const skipFrame = z.object({
  confId,
  version: z.int(),
  type: z.literal('skip'),
  fromVersion: z.int().optional(),
})

/** The common part of `conference.event` params; `data` is judged by type. */
export const eventEnvelope = z.object({
  confId,
  version: z.int(),
  eventId: z.string(),
  type: z.string(),
  /** ms */
  time: instant,
  /** memberId, account or `system`; null when this reader may not know. */
  actor: z.string().nullable(),
  by: eventBy.optional(),
  ephemeral: z.literal(true).optional(),
  data: z.unknown(),
})

const isEventType = (type: string): type is EventType => Object.hasOwn(eventData, type)
const isEphemeralType = (type: string): type is EphemeralType => Object.hasOwn(ephemeralData, type)

/**
 * Reads the params of `conference.event`. An unknown stored type comes back as `unknown` (newer server: its version still
 * counts), an unknown ephemeral one or a malformed frame as null; a known type with malformed data too, so that the reader
 * sees a gap and heals by snapshot instead of trusting half an event.
 */
export const readEvent = (params: unknown): ReadEvent | null => {
  const skip = skipFrame.safeParse(params)
  if (skip.success) return skip.data
  const envelope = eventEnvelope.safeParse(params)
  if (!envelope.success) return null
  const { type, data, ephemeral, ...rest } = envelope.data
  if (ephemeral) {
    if (!isEphemeralType(type)) return null
    const parsed = ephemeralData[type].safeParse(data)
    return parsed.success ? ({ ...rest, type, data: parsed.data, ephemeral: true } as EphemeralEvent) : null
  }
  if (!isEventType(type)) return { ...rest, type: 'unknown', wireType: type, data }
  const parsed = eventData[type].safeParse(data)
  // The table pairs type and schema, which TypeScript cannot follow through an index by union.
  return parsed.success ? ({ ...rest, type, data: parsed.data } as ConferenceEvent) : null
}
