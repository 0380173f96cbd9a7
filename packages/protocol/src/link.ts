/**
 * The join link ([WC] 2.2) and our own entrance by number and password.
 *
 * Host proof (ours): the host link is the guest link + `#h={hostKey}`. A fragment never reaches a server by itself; the page
 * puts it into the POST body, and the ticket issued then carries the proof.
 */
import { z } from 'zod'
import { instant } from './ids.ts'

const common = {
  displayName: z.string().max(64).optional(),
  lang: z.string().max(35).optional(),
  want: z.array(z.string().max(16)).max(8).optional(),
}

/** Body of `POST /gzbwclient/conference/{xxxxx}`; an empty body is `{}`. `want: ["ticket"]` asks for a login. */
export const linkRequest = z.object({ ...common, hostKey: z.string().min(1).max(128).optional() })
export type LinkRequest = z.infer<typeof linkRequest>

/**
 * Body of `POST /gzbwclient/enter` (ours), which people use who know the meeting by number and password.
 * The host password gives a ticket with host proof, the guest password a plain one; the answer is that of the link, and a
 * wrong password is told like an unknown number (state 32).
 */
export const enterRequest = z.object({
  ...common,
  confId: z.string().min(1).max(32),
  password: z.string().max(64),
})
export type EnterRequest = z.infer<typeof enterRequest>

/** 0 one may enter; 30 not started; 31 ended; 32 does not exist. */
export const linkState = z.union([z.literal(0), z.literal(30), z.literal(31), z.literal(32)])
export type LinkState = z.infer<typeof linkState>

export const linkAnswer = z.object({
  /** Empty in states 31 and 32. */
  confId: z.string(),
  confName: z.string(),
  state: linkState,
  /** Outcome of the call, an HTTP status: 200, 405, 415, 429, 503. */
  code: z.int(),
  /** States 0 and 30, ms. */
  startTime: instant.nullable().optional(),
  serverTime: instant.optional(),
  /** Ours: name of the account that made the meeting. */
  hostName: z.string().nullable().optional(),
  /** State 0: entering would be refused with 733, 734. */
  locked: z.boolean().optional(),
  full: z.boolean().optional(),
  /** Ours, state 0: whoever enters by this link waits until the host lets them in. */
  waitingRoom: z.boolean().optional(),
  /** Ask for a name. */
  needName: z.boolean().optional(),
  /** State 0 and `want` contains `ticket`: one-time login of a guest, valid until ticketDeadline (ms). */
  clientId: z.string().optional(),
  ticket: z.string().optional(),
  ticketDeadline: instant.optional(),
  wsUrl: z.string().optional(),
  rpcUrl: z.string().optional(),
})
export type LinkAnswer = z.infer<typeof linkAnswer>
