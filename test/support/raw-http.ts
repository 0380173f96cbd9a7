import { connect, type Socket } from 'node:net'

/** One request as it goes out. */
export type RawRequest = { method: string; path: string; headers: Record<string, string>; body: string }
export type RawAnswer = { status: number; body: string }

const CONNECTIONS = 6
const UNDERWAY = 8
const WITHIN_MS = 20_000

/**
 * Sends requests over a few keep-alive connections with several under way on each, as fast as the server answers them.
 * Tens of thousands are a matter of seconds. Rejects when an answer does not come; a connection that the server
 * closes after an answer is opened anew.
 */
export async function sendAll(
  port: number,
  requests: readonly RawRequest[],
  onAnswer: (answer: RawAnswer, request: RawRequest) => void,
): Promise<void> {
  let next = 0
  const take = (): RawRequest | undefined => requests[next++]
  await Promise.all(Array.from({ length: CONNECTIONS }, () => drain(port, take, onAnswer)))
}

async function drain(
  port: number,
  take: () => RawRequest | undefined,
  onAnswer: (answer: RawAnswer, request: RawRequest) => void,
): Promise<void> {
  /** Sent on a connection that closed before their turn. */
  let again: RawRequest[] = []
  for (;;) {
    const left = await converse(port, () => again.shift() ?? take(), onAnswer)
    if (left === null) return
    again = [...left, ...again]
  }
}

/** One connection's life: null when everything is answered, else what has to be sent again. */
function converse(
  port: number,
  take: () => RawRequest | undefined,
  onAnswer: (answer: RawAnswer, request: RawRequest) => void,
): Promise<RawRequest[] | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const waiting: RawRequest[] = []
    let answered = 0
    let buffer: Buffer = Buffer.alloc(0)
    let exhausted = false
    let closing = false

    const fill = (): void => {
      let text = ''
      while (!closing && waiting.length < UNDERWAY) {
        const request = take()
        if (!request) {
          exhausted = true
          break
        }
        waiting.push(request)
        text += wireOf(request, port)
      }
      if (text !== '') socket.write(text)
      if (exhausted && waiting.length === 0) finish(socket, () => resolve(null))
    }

    socket.setTimeout(WITHIN_MS, () => {
      socket.destroy()
      reject(new Error(`no answer within ${WITHIN_MS} ms to ${describe(waiting[0])}`))
    })
    socket.on('connect', fill)
    socket.on('data', (chunk: Buffer) => {
      buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk])
      for (let read = readAnswer(buffer); read; read = readAnswer(buffer)) {
        buffer = buffer.subarray(read.size)
        const request = waiting.shift()
        if (!request) {
          reject(new Error('an answer to nothing'))
          return
        }
        answered += 1
        closing ||= read.closes
        try {
          onAnswer(read.answer, request)
        } catch (error) {
          finish(socket, () => reject(error))
          return
        }
      }
      fill()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      if (waiting.length > 0 && answered === 0)
        reject(new Error(`cut without an answer: ${describe(waiting[0])}`))
      resolve(waiting.length > 0 || !exhausted ? waiting : null)
    })
  })
}

function wireOf({ method, path, headers, body }: RawRequest, port: number): string {
  const length = Buffer.byteLength(body)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const sized = length > 0 || method === 'POST' || method === 'PUT' ? `content-length: ${length}\r\n` : ''
  return `${method} ${path} HTTP/1.1\r\nhost: localhost:${port}\r\n${lines.join('')}${sized}\r\n${body}`
}

function readAnswer(buffer: Buffer): { answer: RawAnswer; size: number; closes: boolean } | null {
  const end = buffer.indexOf('\r\n\r\n')
  if (end < 0) return null
  const head = buffer.subarray(0, end).toString('latin1')
  if (/^transfer-encoding: chunked/im.test(head)) throw new Error('a chunked answer is not read here')
  const status = Number(head.slice(9, 12))
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
  const size = end + 4 + length
  if (buffer.length < size) return null
  const body = buffer.subarray(end + 4, size).toString('utf8')
  return { answer: { status, body }, size, closes: /^connection: close/im.test(head) }
}

function finish(socket: Socket, then: () => void): void {
  socket.removeAllListeners('close')
  socket.destroy()
  then()
}

function describe(request: RawRequest | undefined): string {
  return request ? `${request.method} ${request.path} ${request.body.slice(0, 300)}` : 'nothing'
}
