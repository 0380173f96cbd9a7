/** [WC] 3.2 and 4.6. Only on a socket: presence hangs on it. Twice on one connection returns the same member. */
import { z } from 'zod'
import { memberId } from '../ids.ts'
import { media } from '../media.ts'
import { chatView, conferenceView, memberRole, memberView, qualityItem, speakersView } from '../views.ts'
import { onConference } from './common.ts'
import { defineMethod, wsOnly } from './define.ts'

export const joinResult = z.object({
  memberId,
  role: memberRole,
  /** The snapshot's version; the next event on this connection is version + 1. */
  version: z.int().min(0),
  conference: conferenceView,
  members: z.array(memberView),
  /** Ours: last value of the signal. */
  speaker: speakersView.optional(),
  /** Ours: what this member may see of the chat, and the last known lines. */
  chat: z.array(chatView).optional(),
  quality: z.array(qualityItem).optional(),
  media,
  /** Seconds. */
  heartbeat: z.object({ interval: z.number().positive(), timeout: z.number().positive() }),
  /** Ours: true = the same participant came back (name, role, mute and admission kept). */
  resumed: z.boolean(),
})
export type JoinResult = z.infer<typeof joinResult>

/**
 * Ours: the meeting has a waiting room and this member is in it. `lobby.changed` says how it goes on; nothing of the meeting
 * is told meanwhile. Calling again answers the same.
 */
export const waitingResult = z.object({
  waiting: z.literal(true),
  memberId,
  version: z.int().min(0),
  confName: z.string(),
  /** From 1. */
  position: z.int().min(1),
  /** ms; who was not let in by then is sent away. */
  until: z.int(),
  heartbeat: z.object({ interval: z.number().positive(), timeout: z.number().positive() }),
})
export type WaitingResult = z.infer<typeof waitingResult>

export const conferenceJoin = defineMethod({
  name: 'conference.join',
  params: onConference.extend({
    displayName: z.string().trim().min(1).max(64).optional(),
    /** What this person will send; both false = watch and listen only. */
    media: z.object({ audio: z.boolean(), video: z.boolean() }),
    muted: z.boolean().optional(),
    cameraOff: z.boolean().optional(),
    client: z.object({ name: z.string().max(64), version: z.string().max(32) }).optional(),
    /** Ours: what a signed-in person who was not invited shows instead of a ticket: a meeting password, or the link's. */
    password: z.string().max(64).optional(),
    /** Ours: from the fragment of a host link. */
    hostKey: z.string().max(128).optional(),
    /** Ours: `conference.events` instead of single events, from now on. */
    batch: z.boolean().optional(),
  }),
  result: z.union([joinResult, waitingResult]),
  over: wsOnly,
  token: 'needed',
  changes: true,
})
