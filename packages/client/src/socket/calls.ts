import type { MethodName, ParamsOf, ResultOf, RpcAnswer } from '@parley/protocol'
import { ConnectionError, RpcError } from '../errors.ts'
import type { Clock } from '../platform.ts'
import { readResult } from '../rpc.ts'

type Waiting = { settle: (answer: RpcAnswer) => void; fail: (error: Error) => void }

/** The requests under way on one connection. */
export type Calls = {
  send<M extends MethodName>(method: M, params: ParamsOf<M>, timeoutMs: number): Promise<ResultOf<M>>
  answered(answer: RpcAnswer): void
  /** The connection is gone: whatever was sent may have taken effect. */
  abandon(): void
}

export const createCalls = (clock: Clock, transmit: (text: string) => void): Calls => {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  return {
    send: (method, params, timeoutMs) =>
      new Promise((resolve, reject) => {
        lastId += 1
        const id = lastId
        const cancel = clock.after(timeoutMs, () => {
          waiting.delete(id)
          reject(new ConnectionError('timeout', true))
        })
        const done = () => {
          cancel()
          waiting.delete(id)
        }
        waiting.set(id, {
          settle: (answer) => {
            done()
            if ('error' in answer) {
              reject(new RpcError(answer.error.code, answer.error.message, answer.error.data))
              return
            }
            try {
              resolve(readResult(method, answer.result))
            } catch (error) {
              reject(error)
            }
          },
          fail: (error) => {
            done()
            reject(error)
          },
        })
        transmit(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
      }),
    answered: (answer) => {
      if (typeof answer.id === 'number') waiting.get(answer.id)?.settle(answer)
    },
    abandon: () => {
      for (const call of [...waiting.values()]) call.fail(new ConnectionError('closed', true))
    },
  }
}
