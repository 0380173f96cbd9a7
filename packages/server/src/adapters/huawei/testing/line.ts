import { WebSocket } from 'ws'

// biome-ignore lint/suspicious/noExplicitAny: what arrives on the wire is what is being tested
type Message = any

/** A client's end of a socket: messages in order, and how it closed. */
export class Line {
  readonly seen: Message[] = []
  readonly closed: Promise<{ code: number; reason: string }>
  private read = 0
  private wake: (() => void)[] = []

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      this.seen.push(JSON.parse(String(data)))
      this.stir()
    })
    socket.on('error', () => {})
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        resolve({ code, reason: String(reason) })
        this.stir()
      })
    })
  }

  /** The next message; rejects when the socket closes first. */
  async next(): Promise<Message> {
    while (this.read >= this.seen.length) {
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error('closed before the next message')
      await new Promise<void>((resolve) => this.wake.push(resolve))
    }
    this.read += 1
    return this.seen[this.read - 1]
  }

  async take(count: number): Promise<Message[]> {
    const messages: Message[] = []
    while (messages.length < count) messages.push(await this.next())
    return messages
  }

  /** What has arrived and was not read. */
  rest(): Message[] {
    const rest = this.seen.slice(this.read)
    this.read = this.seen.length
    return rest
  }

  /** Everything sent to this line before this call has arrived when it resolves. */
  async settled(): Promise<Message[]> {
    const sequence = `settled-${this.seen.length}-${this.read}`
    this.send({ action: 'HeartBeat', sequence })
    const messages: Message[] = []
    for (;;) {
      const message = await this.next()
      if (message.action === 'HeartBeat' && message.sequence === sequence) return messages
      messages.push(message)
    }
  }

  send(message: unknown): void {
    const text = typeof message === 'string' ? message : JSON.stringify(message)
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(text)
    else this.socket.once('open', () => this.socket.send(text))
  }

  private stir(): void {
    const wake = this.wake
    this.wake = []
    for (const one of wake) one()
  }
}
