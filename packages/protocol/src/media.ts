/** Where and how media flow: part of JoinResult, result of `conference.renewMedia`, params of `media.gateway`. */
import { z } from 'zod'
import { confId, instant, memberId } from './ids.ts'
import { rpcLimits } from './rpc/limits.ts'

export const iceServer = z.object({
  urls: z.union([z.string(), z.array(z.string())]),
  username: z.string().optional(),
  credential: z.string().optional(),
})
export type IceServer = z.infer<typeof iceServer>

/** Peer to peer ([WC] 8.10). `publish` null: watch only, send nothing. `deadline`: of the ICE credentials, ms. */
const meshMedia = z.object({
  driver: z.literal('mesh'),
  epoch: z.int(),
  feedId: z.string().nullable(),
  iceServers: z.array(iceServer),
  publish: z.object({ maxBitrate: z.int().optional() }).nullable(),
  /** How many people may send at once. */
  maxPublishers: z.int(),
  /** Watchers who get media, longest present first; each costs every sender an upload. */
  maxWatchers: z.int(),
  deadline: instant.nullable().optional(),
})

/** The meeting has no media (yet). */
const noMedia = z.object({ driver: z.literal('none'), epoch: z.int() })

/** A gateway driver joins this union with its issue. */
export const media = z.discriminatedUnion('driver', [meshMedia, noMedia])
export type Media = z.infer<typeof media>
export type MeshMedia = z.infer<typeof meshMedia>

const sdp = z.string().startsWith('v=0').max(rpcLimits.sdpLength)

/**
 * Ours, inside each payload so that a relay need not know it: which end speaks, and to which; one random word per
 * RTCPeerConnection. A reload, a second device or a rebuilt connection is a new end of the same member, and what was meant for
 * the old one must not reach the new.
 */
const ends = { fromEnd: z.string().max(32).optional(), toEnd: z.string().max(32).optional() }

/** One signalling message between two pages; the server checks only this shape ([WC] 8.10). */
export const signal = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('offer'),
    payload: z.object({ sdp, restart: z.boolean().optional(), ...ends }),
  }),
  z.object({ kind: z.literal('answer'), payload: z.object({ sdp, ...ends }) }),
  z.object({
    kind: z.literal('candidate'),
    payload: z.union([
      z.object({ completed: z.literal(true), ...ends }),
      z.object({
        candidate: z.string().max(rpcLimits.candidateLength),
        sdpMid: z.string().max(64).nullable().optional(),
        sdpMLineIndex: z.int().min(0).max(255).nullable().optional(),
        usernameFragment: z.string().max(256).nullable().optional(),
        ...ends,
      }),
    ]),
  }),
  z.object({
    kind: z.literal('bye'),
    /** `again` (ours): the sender is a fresh end without a connection and awaits your offer. */
    payload: z.object({ again: z.boolean().optional(), ...ends }).optional(),
  }),
])
export type Signal = z.infer<typeof signal>

/** Params of the notification `media.signal` that reaches the other page. */
export const signalFrame = z.intersection(z.object({ confId, from: memberId, epoch: z.int() }), signal)
export type SignalFrame = z.infer<typeof signalFrame>
