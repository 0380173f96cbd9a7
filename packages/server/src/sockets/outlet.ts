import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import type { Frame } from './frame.ts'
import { createPace, type Pace } from './pace.ts'

export type OutletOptions = {
  /** Most bytes that may wait for a socket that does not read. A single larger frame still passes. */
  maxBytes: number
  maxFrames: number
  /**
   * More was sent than may wait: what was not yet handed to the socket is dropped, and so is all that is sent until the
   * socket has drained. Called once per such time.
   */
  onOverflow: () => void
  /** After an overflow: everything handed over has left, frames are taken again. */
  onDrained?: () => void
  /** When to write; shared by the sockets of a door. */
  pace?: Pace
}

/**
 * The sending side of one socket. Writes whole frames to the TCP or TLS stream beneath `ws`, several in one write.
 * Control frames of `ws` go to the same stream, also whole and in one turn, so frames never mix; it must not
 * deflate (`routeUpgrades` sees to it).
 */
export type Outlet = {
  send(frame: Frame): void
  /** Not yet taken by the system, ours and the stream's. */
  readonly waiting: { bytes: number; frames: number }
  /** Overflowed and not drained since: what is sent now is dropped. */
  readonly behind: boolean
  /** Writes what waits, then closes. */
  close(code: number, reason: string): void
  /** Cuts the connection. */
  terminate(): void
}

export function createOutlet(socket: WebSocket, options: OutletOptions): Outlet {
  return new SocketOutlet(socket, options)
}

/** What an outlet knows of the lane it follows (lane.ts). */
export type Upstream = {
  /** Puts what the outlet is owed into its queue. */
  catchUp(outlet: SocketOutlet): void
  remove(outlet: SocketOutlet): void
}

/** A class, not closures: there is one per socket, and most are idle. */
export class SocketOutlet implements Outlet {
  behind = false
  /** What was published there before a frame of its own goes out before it. */
  lane: Upstream | null = null
  private readonly stream: Socket | null
  private queue: Frame[] = []
  private queuedBytes = 0
  /** Frames handed to the stream since it was last empty. */
  private handedOver = 0
  private draining = false
  private pace: Pace | null = null

  constructor(
    private readonly socket: WebSocket,
    private readonly options: OutletOptions,
  ) {
    this.stream = (socket as unknown as { _socket: Socket | null })._socket
  }

  get waiting(): { bytes: number; frames: number } {
    const inStream = this.stream?.writableLength ?? 0
    return {
      bytes: this.queuedBytes + inStream,
      frames: this.queue.length + (inStream > 0 ? this.handedOver : 0),
    }
  }

  send(frame: Frame): void {
    this.lane?.catchUp(this)
    this.enqueue(frame)
    if (this.queue.length > 0 && !this.draining) {
      this.pace ??= this.options.pace ?? createPace()
      this.pace.ask(this)
    }
  }

  /** A lane's frames; `wire` is all of them in one piece. */
  follow(frames: readonly Frame[], wire: Buffer): void {
    if (this.queue.length === 0 && !this.behind && this.canWrite()) {
      this.write(wire, frames.length)
      return
    }
    for (const frame of frames) this.enqueue(frame)
    this.flush()
  }

  /** Queues without asking for a flush. */
  enqueue(frame: Frame): void {
    if (this.behind || this.socket.readyState !== WebSocket.OPEN) return
    this.queue.push(frame)
    this.queuedBytes += frame.wire.length
    const { maxBytes, maxFrames } = this.options
    if (this.queue.length <= maxFrames && this.queuedBytes <= maxBytes) {
      // The usual case costs no look at the stream.
      if (!this.draining) return
      const { bytes, frames } = this.waiting
      if (bytes <= maxBytes && frames <= maxFrames) return
    }
    this.flush()
    if (this.queue.length > 0) this.overflow()
  }

  flush(): void {
    if (this.queue.length === 0) return
    if (this.socket.readyState !== WebSocket.OPEN) {
      this.drop()
      return
    }
    if (!this.canWrite()) return
    const { queue } = this
    const wire =
      queue.length === 1
        ? (queue[0] as Frame).wire
        : Buffer.concat(
            queue.map((one) => one.wire),
            this.queuedBytes,
          )
    this.drop()
    this.write(wire, queue.length)
  }

  close(code: number, reason: string): void {
    if (this.socket.readyState === WebSocket.OPEN) {
      this.lane?.catchUp(this)
      const { queue } = this
      this.drop()
      // The limits have bounded it: it goes out, drained or not, so that the close frame comes last.
      for (const { wire } of queue) this.stream?.write(wire)
    }
    this.socket.close(code, reason)
  }

  terminate(): void {
    this.drop()
    this.socket.terminate()
  }

  private canWrite(): boolean {
    if (this.draining) return false
    const { stream } = this
    if (!stream || this.socket.readyState !== WebSocket.OPEN) return false
    if (stream.writableNeedDrain) {
      this.awaitDrain(stream)
      return false
    }
    return true
  }

  private write(wire: Buffer, frames: number): void {
    const { stream } = this
    if (!stream) return
    if (stream.writableLength === 0) this.handedOver = 0
    this.handedOver += frames
    if (!stream.write(wire)) this.awaitDrain(stream)
  }

  private awaitDrain(stream: Socket): void {
    if (this.draining) return
    this.draining = true
    stream.once('drain', () => {
      this.draining = false
      if (this.behind) {
        this.behind = false
        if (this.socket.readyState === WebSocket.OPEN) this.options.onDrained?.()
      } else this.flush()
    })
  }

  private overflow(): void {
    this.behind = true
    this.drop()
    this.options.onOverflow()
  }

  private drop(): void {
    this.queue = []
    this.queuedBytes = 0
  }
}
