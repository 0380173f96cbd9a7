/**
 * JSON-RPC 2.0 objects as they travel over `/gzbwclient/jsonrpc` and `/gzbwclient/websck` ([WC] 4.1).
 * Spec: https://www.jsonrpc.org/specification (2013-01-04), with the document's leniency: a missing `jsonrpc` is accepted.
 */
import { z } from 'zod'

/** Echoed unchanged in the answer. */
export const rpcId = z.union([z.string(), z.int(), z.null()])
export type RpcId = z.infer<typeof rpcId>

const version = z.literal('2.0')

/** By name only: arrays as `params` are refused with -32602, so they must get past the envelope to be told so. */
export const rpcRequest = z.object({
  jsonrpc: version.optional(),
  id: rpcId.optional(),
  method: z.string().min(1),
  params: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).optional(),
})
/** Without `id` it is a notification and never gets an answer. */
export type RpcRequest = z.infer<typeof rpcRequest>

export const rpcFault = z.object({ code: z.int(), message: z.string(), data: z.unknown().optional() })
export type RpcFault = z.infer<typeof rpcFault>

export const rpcSuccess = z.object({ jsonrpc: version.optional(), id: rpcId, result: z.unknown() })
export const rpcFailure = z.object({ jsonrpc: version.optional(), id: rpcId, error: rpcFault })
export type RpcSuccess = { jsonrpc: '2.0'; id: RpcId; result: unknown }
export type RpcFailure = { jsonrpc: '2.0'; id: RpcId; error: RpcFault }
export type RpcAnswer = RpcSuccess | RpcFailure

/** What a client sends. `id` absent = notification. */
export type RpcCall = { jsonrpc: '2.0'; id?: RpcId; method: string; params: object }

export const success = (id: RpcId, result: unknown): RpcSuccess => ({ jsonrpc: '2.0', id, result })

export const failure = (id: RpcId, code: number, message: string, data?: unknown): RpcFailure => ({
  jsonrpc: '2.0',
  id,
  error: data === undefined ? { code, message } : { code, message, data },
})

export const notification = (method: string, params: object): RpcCall => ({ jsonrpc: '2.0', method, params })

export const isNotification = (request: RpcRequest): boolean => request.id === undefined
