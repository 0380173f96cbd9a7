import { type MethodName, methods, type ParamsOf, type ResultOf, readAnswer } from '@parley/protocol'
import { ConnectionError, RpcError } from './errors.ts'
import type { Platform } from './platform.ts'

export type CallOptions = {
  /** Default 10 s. */
  timeoutMs?: number
  /** Bearer token; null or absent = none. */
  token?: string | null
}

/** Calls over HTTP ([WC] 4.1). Rejects with RpcError (the server's answer) or ConnectionError (there was none). */
export type Rpc = {
  call<M extends MethodName>(method: M, params: ParamsOf<M>, options?: CallOptions): Promise<ResultOf<M>>
}

export const callTimeoutMs = 10_000

/** Result of one method by its schema; shared with the socket. */
export const readResult = <M extends MethodName>(method: M, result: unknown): ResultOf<M> => {
  const parsed = methods[method].result.safeParse(result)
  if (!parsed.success) throw new ConnectionError('malformed', true, { cause: parsed.error })
  // The table pairs name and schema, which TypeScript cannot follow through an index by union.
  return parsed.data as ResultOf<M>
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const createRpc = ({ url, platform }: { url: string; platform: Platform }): Rpc => {
  let lastId = 0
  return {
    call: async (method, params, { timeoutMs = callTimeoutMs, token = null } = {}) => {
      lastId += 1
      const abort = new AbortController()
      const cancel = platform.after(timeoutMs, () => abort.abort())
      const headers: Record<string, string> = { 'content-type': 'application/json' }
      if (token !== null) headers.authorization = `Bearer ${token}`
      const body = JSON.stringify({ jsonrpc: '2.0', id: lastId, method, params })
      let status: number
      let text: string
      try {
        const answer = await platform.fetch(url, { method: 'POST', headers, body, signal: abort.signal })
        status = answer.status
        text = await answer.text()
      } catch (cause) {
        throw new ConnectionError(abort.signal.aborted ? 'timeout' : 'offline', true, { cause })
      } finally {
        cancel()
      }
      const answer = readAnswer(parse(text))
      if (answer && 'error' in answer)
        throw new RpcError(answer.error.code, answer.error.message, answer.error.data)
      if (answer && status === 200) return readResult(method, answer.result)
      // 413, 415, 429, 503 come without JSON-RPC: the body was never read as such, so nothing has happened.
      if (status >= 400) throw new RpcError(status)
      throw new ConnectionError('malformed', true)
    },
  }
}
