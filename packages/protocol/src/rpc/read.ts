import {
  failure,
  type RpcAnswer,
  type RpcFailure,
  type RpcRequest,
  rpcFailure,
  rpcId,
  rpcRequest,
  rpcSuccess,
} from './envelope.ts'
import { exceeds, rpcLimits } from './limits.ts'

/** One entry of what arrived: a call to make, or the answer it already earned. */
export type RpcEntry = { ok: true; request: RpcRequest } | { ok: false; answer: RpcFailure }
export type RpcReading = { batch: false; entry: RpcEntry } | { batch: true; entries: RpcEntry[] }

/** Methods of which a batch holds at most one ([WC] 4.1): each costs a password hash or an account. */
const oncePerBatch = (method: string): boolean =>
  method.startsWith('auth.') || method === 'org.user.createUser'

const refused = (answer: RpcFailure): RpcEntry => ({ ok: false, answer })

const idOf = (value: unknown) => {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null
  const id = rpcId.safeParse(value.id)
  return id.success ? id.data : null
}

const readEntry = (value: unknown): RpcEntry => {
  const parsed = rpcRequest.safeParse(value)
  if (!parsed.success) return refused(failure(idOf(value), -32600, 'not a JSON-RPC 2.0 request'))
  if (parsed.data.method.startsWith('rpc.'))
    return refused(failure(parsed.data.id ?? null, -32601, 'method names starting with rpc. are reserved'))
  if (Array.isArray(parsed.data.params))
    return refused(
      failure(parsed.data.id ?? null, -32602, 'params are passed by name', {
        path: 'params',
        rule: 'object',
      }),
    )
  return { ok: true, request: parsed.data }
}

/**
 * Reads a body or text frame by the rules of [WC] 4.1. Never throws. A single unreadable text, an empty or too long batch
 * give one answer (`batch: false`); otherwise each entry of a batch is judged on its own.
 *
 */
export const readRpc = (text: string): RpcReading => {
  const single = (entry: RpcEntry): RpcReading => ({ batch: false, entry })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return single(refused(failure(null, -32700, 'not JSON')))
  }
  const excess = exceeds(value)
  if (excess) return single(refused(failure(null, -32600, `limit exceeded: ${excess}`, { rule: excess })))
  if (!Array.isArray(value)) return single(readEntry(value))
  if (value.length === 0) return single(refused(failure(null, -32600, 'empty batch')))
  if (value.length > rpcLimits.batch)
    return single(
      refused(failure(null, -32600, `a batch holds at most ${rpcLimits.batch}`, { rule: 'batch' })),
    )
  const seen = new Set<string>()
  const entries = value.map((item): RpcEntry => {
    const entry = readEntry(item)
    if (!entry.ok || !oncePerBatch(entry.request.method)) return entry
    const kind = entry.request.method.startsWith('auth.') ? 'auth' : entry.request.method
    if (!seen.has(kind)) {
      seen.add(kind)
      return entry
    }
    return refused(
      failure(entry.request.id ?? null, -32600, `one ${kind} call in a batch`, { rule: 'batch' }),
    )
  })
  return { batch: true, entries }
}

/** Reads an answer that came by HTTP or socket; null when the value is none. */
export const readAnswer = (value: unknown): RpcAnswer | null => {
  const bad = rpcFailure.safeParse(value)
  if (bad.success) return { jsonrpc: '2.0', id: bad.data.id, error: bad.data.error }
  const good = rpcSuccess.safeParse(value)
  if (!good.success || typeof value !== 'object' || value === null || !('result' in value)) return null
  return { jsonrpc: '2.0', id: good.data.id, result: good.data.result }
}
