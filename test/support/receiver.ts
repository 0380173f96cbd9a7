import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { onTestFinished } from 'vitest'
import { eventually } from './eventually.ts'

/** One push as it arrived. */
export type Push = {
  path: string
  at: number
  headers: IncomingHttpHeaders
  /** The bytes, as text. */
  body: string
  /** `webhook-id`. */
  id: string
}

/** What the receiver does with a push. */
export type Reaction =
  | { status?: number; headers?: Record<string, string>; body?: string; afterMs?: number }
  | 'hang'
  | 'cut'

export type Receiver = {
  readonly url: string
  readonly pushes: readonly Push[]
  /** Decides the answers from here on; default is 200 with a short text, as the document's own demo gives. */
  answer(decide: (push: Push) => Reaction): void
  /** The pushes once there are enough of them. */
  atLeast(count: number, options?: { withinMs?: number }): Promise<readonly Push[]>
  close(): Promise<void>
}

/** An HTTP server that keeps what it is sent; closed when the test ends. */
export async function receiverForTest(): Promise<Receiver> {
  const receiver = await startReceiver()
  onTestFinished(() => receiver.close())
  return receiver
}

export async function startReceiver(): Promise<Receiver> {
  const pushes: Push[] = []
  let decide: (push: Push) => Reaction = () => ({})
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('error', () => {})
    request.on('end', () => {
      const push: Push = {
        path: request.url ?? '',
        at: Date.now(),
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        id: String(request.headers['webhook-id']),
      }
      pushes.push(push)
      const reaction = decide(push)
      if (reaction === 'hang') return
      if (reaction === 'cut') {
        request.socket.destroy()
        return
      }
      setTimeout(() => {
        response.writeHead(reaction.status ?? 200, { 'content-type': 'text/plain', ...reaction.headers })
        response.end(reaction.body ?? 'ok')
      }, reaction.afterMs ?? 0)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    pushes,
    answer(next) {
      decide = next
    },
    atLeast: (count, { withinMs = 5_000 } = {}) =>
      eventually(() => pushes.length >= count && pushes, {
        withinMs,
        what: `push ${count}`,
        seen: () => pushes.map(({ body }) => body),
      }),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Throws unless the push is signed with the secret as Standard Webhooks asks; judged by the library of its authors. */
export function verifySignature({ body, headers }: Push, secret: string): void {
  new Webhook(secret).verify(body, headers as Record<string, string>)
}
