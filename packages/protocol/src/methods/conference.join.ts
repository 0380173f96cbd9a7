/** [WC] 3.2 and 4.6. Only on a socket: presence hangs on it. Twice on one connection returns the same member. */
import { z } from 'zod'
import { memberId } from '../ids.ts'
import { media } from '../media.ts'
import { conferenceView, memberRole, memberView, speakersView } from '../views.ts'
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
  media,
  /** Seconds. */
  heartbeat: z.object({ interval: z.number().positive(), timeout: z.number().positive() }),
  /** Ours: true = the same participant came back (name, role, mute and admission kept). */
  resumed: z.boolean(),
})
export type JoinResult = z.infer<typeof joinResult>

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
  }),
  result: joinResult,
  over: wsOnly,
  token: 'needed',
  changes: true,
})
