/** Notifications on `/gzbwclient/websck` ([WC] 4.8): params by method. */
import { z } from 'zod'
import { inviteResult } from './events.ts'
import { confId, instant, memberId } from './ids.ts'
import { media, signalFrame } from './media.ts'
import { chatView, conferenceView, memberView, qualityItem, speakersView } from './views.ts'

const heartbeat = z.object({ interval: z.number().positive(), timeout: z.number().positive() })
/** Seconds. */
export type Heartbeat = z.infer<typeof heartbeat>

/** First frame of every connection. */
export const sessionHello = z.object({
  connId: z.string(),
  nodeId: z.string(),
  /** ms */
  serverTime: instant,
  /** userId or guest account of the token. */
  subject: z.string(),
  guest: z.boolean(),
  heartbeat,
  limits: z
    .object({ inboundFrameBytes: z.int(), requests: z.int(), perSeconds: z.int() })
    .partial()
    .optional(),
  resumed: z.boolean(),
})
export type SessionHello = z.infer<typeof sessionHello>

/** After the replay of every conference this subject is subscribed to. A conference not named here is no longer followed. */
export const sessionResumed = z.object({ confs: z.array(z.object({ confId, version: z.int() })) })
export type SessionResumed = z.infer<typeof sessionResumed>

/** 5 minutes before the token's `deadline` (ms): refresh by HTTP, then `session.renew`. */
export const sessionTokenExpiring = z.object({ deadline: instant })
export type SessionTokenExpiring = z.infer<typeof sessionTokenExpiring>

/** The node is about to close with 4010. */
export const sessionDraining = z.object({ inMs: z.int().min(0).optional() })
export type SessionDraining = z.infer<typeof sessionDraining>

/**
 * The state at `version`. Chunked: at most 200 members a part, every part repeats `conference`; applied when all parts of
 * one version are there. `part` counts from 1.
 */
export const conferenceSnapshot = z.object({
  confId,
  version: z.int().min(0),
  part: z.int().min(1).optional(),
  parts: z.int().min(1).optional(),
  conference: conferenceView,
  members: z.array(memberView),
  /** Ours, and in part 1 only: what this reader may see of the chat, and the last values of signals. */
  chat: z.array(chatView).optional(),
  speaker: speakersView.optional(),
  quality: z.array(qualityItem).optional(),
})
export type ConferenceSnapshot = z.infer<typeof conferenceSnapshot>

/** New media of the meeting: another epoch, a gateway, fresh ICE credentials. */
export const mediaGateway = z.object({ confId, media, reason: z.string().optional() })
export type MediaGateway = z.infer<typeof mediaGateway>

/**
 * Ours, instead of single `conference.event`s to a reader that asked for it by `batch`: the same frames, oldest first, at
 * most ten such notifications a second and conference.
 */
export const conferenceEvents = z.object({ confId, events: z.array(z.unknown()).min(1) })

/** Ours, to somebody in the waiting room: how it stands. `position` counts from 1. `admitted`: call `conference.join` again. */
export const lobbyChanged = z.object({
  confId,
  memberId,
  state: z.enum(['waiting', 'admitted', 'refused', 'expired', 'ended']),
  position: z.int().min(1).nullable(),
  /** ms */
  until: instant.nullable(),
})
export type LobbyChanged = z.infer<typeof lobbyChanged>

/** Ours, to every connection of an account that is invited to a running meeting. `joinUrl`: the guest link. */
export const inviteRinging = z.object({
  inviteId: z.string(),
  confId,
  confName: z.string(),
  by: z.string(),
  until: instant,
  joinUrl: z.string(),
})
export type InviteRinging = z.infer<typeof inviteRinging>
export const inviteOver = z.object({ inviteId: z.string(), confId, result: inviteResult })
export type InviteOver = z.infer<typeof inviteOver>

export const serverNotifications = {
  'session.hello': sessionHello,
  'session.resumed': sessionResumed,
  'session.tokenExpiring': sessionTokenExpiring,
  'session.draining': sessionDraining,
  'conference.snapshot': conferenceSnapshot,
  'media.gateway': mediaGateway,
  'lobby.changed': lobbyChanged,
  'invite.ringing': inviteRinging,
  'invite.over': inviteOver,
  'media.signal': signalFrame,
} as const
/** `conference.event`, alone or in `conference.events`, is read by `readEvent` instead: its shape depends on its type. */
export type ServerNotification = keyof typeof serverNotifications | 'conference.event' | 'conference.events'

export type NotificationParams = {
  [N in keyof typeof serverNotifications]: z.infer<(typeof serverNotifications)[N]>
}
