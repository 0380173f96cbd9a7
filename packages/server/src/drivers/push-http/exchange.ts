import type { Dispatcher } from 'undici'
import { type Deadline, TooLate } from './deadline.ts'

export type Answer = {
  status: number
  /** Names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>
  /** The beginning of the body. */
  body: string
}

const BODY_BYTES = 16 * 1024

/**
 * One request. Resolves once there is an answer with its body or the first 16 KiB of it; whatever comes after is not waited
 * for: the connection is given up. Status and headers are the answer: a body that breaks off or never ends takes nothing
 * away from it. Straight on undici's dispatcher: streams and signals would cost more than all the rest of an attempt.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  deadline: Deadline,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let begun: Dispatcher.DispatchController | null = null
    let answer: Omit<Answer, 'body'> | null = null
    const chunks: Buffer[] = []
    let bytes = 0
    let isOver = false

    function end(error: Error): void {
      if (isOver) return
      isOver = true
      if (answer) resolve({ ...answer, body: textOf(chunks) })
      else reject(error)
    }

    function giveUp(why: Error): void {
      end(why)
      begun?.abort(why)
    }

    deadline.whenOver(() => giveUp(new TooLate()))
    dispatcher.dispatch(request, {
      onRequestStart(controller) {
        begun = controller
        // It waited in the pool for longer than it had.
        if (isOver) controller.abort(new TooLate())
      },
      onResponseStart(_controller, status, headers) {
        // 1xx: the answer is still to come.
        if (status >= 200) answer = { status, headers }
      },
      onResponseData(_controller, chunk) {
        if (isOver) return
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes > BODY_BYTES) giveUp(new Error('the rest is not wanted'))
      },
      onResponseEnd: () => end(new Error('no answer')),
      onResponseError: (_controller, error) => end(error),
    })
  })
}

function textOf(chunks: readonly Buffer[]): string {
  if (chunks.length === 0) return ''
  const [only] = chunks
  const whole = only && chunks.length === 1 ? only : Buffer.concat(chunks)
  return new TextDecoder().decode(whole.subarray(0, BODY_BYTES))
}
