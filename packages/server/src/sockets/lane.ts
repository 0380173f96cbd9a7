import type { Frame } from './frame.ts'
import type { SocketOutlet, Upstream } from './outlet.ts'
import type { Pace } from './pace.ts'

/**
 * The same frames to many sockets. What was published since the last flush is joined into one buffer, once, and that
 * buffer is written to every follower that keeps up; one that does not, or that was also sent something of its
 * own meanwhile, gets the frames into its own queue.
 */
export class Lane implements Upstream {
  private readonly followers = new Set<SocketOutlet>()
  private pending: Frame[] = []
  /** How many of `pending` a follower is not owed: it joined after them or took them already. */
  private readonly taken = new Map<SocketOutlet, number>()

  constructor(private readonly pace: Pace) {}

  get size(): number {
    return this.followers.size
  }

  publish(frame: Frame): void {
    if (this.followers.size === 0) return
    this.pending.push(frame)
    if (this.pending.length === 1) this.pace.ask(this)
  }

  /** From the next frame on. */
  add(outlet: SocketOutlet): void {
    outlet.lane?.remove(outlet)
    outlet.lane = this
    this.followers.add(outlet)
    if (this.pending.length > 0) this.taken.set(outlet, this.pending.length)
  }

  /** What was published until now still reaches it. */
  remove(outlet: SocketOutlet): void {
    if (!this.followers.delete(outlet)) return
    this.catchUp(outlet)
    this.taken.delete(outlet)
    outlet.lane = null
    outlet.flush()
  }

  /** Puts what the outlet is owed into its own queue, so that what it is sent next comes after it. */
  catchUp(outlet: SocketOutlet): void {
    if (this.pending.length === 0) return
    const from = this.taken.get(outlet) ?? 0
    this.taken.set(outlet, this.pending.length)
    for (let at = from; at < this.pending.length; at++) outlet.enqueue(this.pending[at] as Frame)
  }

  flush(): void {
    const frames = this.pending
    if (frames.length === 0) return
    this.pending = []
    const wire =
      frames.length === 1 ? (frames[0] as Frame).wire : Buffer.concat(frames.map((one) => one.wire))
    if (this.taken.size === 0) {
      for (const outlet of this.followers) outlet.follow(frames, wire)
      return
    }
    const taken = new Map(this.taken)
    this.taken.clear()
    for (const outlet of [...this.followers]) {
      const from = taken.get(outlet) ?? 0
      if (from === 0) outlet.follow(frames, wire)
      else {
        for (let at = from; at < frames.length; at++) outlet.enqueue(frames[at] as Frame)
        outlet.flush()
      }
    }
  }
}
