/** Notifications on `/gzbwclient/websck` ([WC] 4.8): params by method. */
import { z } from 'zod'
import { confId, instant } from './ids.ts'
import { media, signalFrame } from './media.ts'
import { conferenceView, memberView, speakersView } from './views.ts'

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
 * one version are there. `part` counts from 1. `speaker` (ours): last value of the signal.
 */
export const conferenceSnapshot = z.object({
  confId,
  version: z.int().min(0),
  part: z.int().min(1).optional(),
  parts: z.int().min(1).optional(),
  conference: conferenceView,
  members: z.array(memberView),
  speaker: speakersView.optional(),
})
export type ConferenceSnapshot = z.infer<typeof conferenceSnapshot>

/** New media of the meeting: another epoch, a gateway, fresh ICE credentials. */
export const mediaGateway = z.object({ confId, media, reason: z.string().optional() })
export type MediaGateway = z.infer<typeof mediaGateway>

export const serverNotifications = {
  'session.hello': sessionHello,
  'session.resumed': sessionResumed,
  'session.tokenExpiring': sessionTokenExpiring,
  'session.draining': sessionDraining,
  'conference.snapshot': conferenceSnapshot,
  'media.gateway': mediaGateway,
  'media.signal': signalFrame,
} as const
/** `conference.event` is read by `readEvent` instead: its shape depends on its type. */
export type ServerNotification = keyof typeof serverNotifications | 'conference.event'

export type NotificationParams = {
  [N in keyof typeof serverNotifications]: z.infer<(typeof serverNotifications)[N]>
}
