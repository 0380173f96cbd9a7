import type { Clock, Instant } from '@parley/core'

/** Tells values at most once per gap. One that comes too soon waits, and is replaced by a newer one. */
export class Paced<T> {
  private toldAt: Instant = Number.NEGATIVE_INFINITY
  private next: { value: T } | null = null
  private callOff: (() => void) | null = null

  constructor(
    private readonly clock: Clock,
    private readonly gapMs: number,
    private readonly tell: (value: T) => void,
  ) {}

  offer(value: T): void {
    this.next = { value }
    if (this.callOff) return
    const dueAt = this.toldAt + this.gapMs
    if (this.clock.now() >= dueAt) this.due()
    else this.callOff = this.clock.wakeAt(dueAt, () => this.due())
  }

  stop(): void {
    this.callOff?.()
    this.callOff = null
    this.next = null
  }

  private due(): void {
    this.callOff = null
    const { next } = this
    if (!next) return
    this.next = null
    this.toldAt = this.clock.now()
    this.tell(next.value)
  }
}
