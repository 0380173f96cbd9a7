import type { Clock, SignalOf } from '@parley/core'
import { Paced } from './paced.ts'

type Line = SignalOf<'Caption'>

/** Lines that still grow are told at most three times a second. */
const PARTIAL_GAP_MS = 334

/** Every final line at once; of those that still grow the latest words, seldom. */
export class CaptionPace {
  private readonly growing = new Map<string, Line>()
  private readonly pace: Paced<void>

  constructor(
    clock: Clock,
    private readonly tell: (line: Line) => void,
  ) {
    this.pace = new Paced(clock, PARTIAL_GAP_MS, () => this.due())
  }

  hear(line: Line): void {
    if (line.final) {
      this.growing.delete(line.lineId)
      this.tell(line)
      return
    }
    this.growing.set(line.lineId, line)
    this.pace.offer()
  }

  stop(): void {
    this.pace.stop()
    this.growing.clear()
  }

  private due(): void {
    const lines = [...this.growing.values()]
    this.growing.clear()
    for (const line of lines) this.tell(line)
  }
}
