/** One moment by which an attempt ends, whatever it is at. A signal of `AbortController` costs several times as much. */
export class Deadline {
  readonly #timer: NodeJS.Timeout
  #expired = false
  #onExpired: () => void = () => {}

  constructor(ms: number) {
    this.#timer = setTimeout(() => {
      this.#expired = true
      this.#onExpired()
    }, ms)
  }

  get expired(): boolean {
    return this.#expired
  }

  /** Rejects at the deadline with `TooLate`, without `work`, which goes on for itself. */
  orTooLate<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.whenOver(() => reject(new TooLate()))
      work.then(resolve, reject)
    })
  }

  /** Calls `late` at the deadline: the last one that asked for it, and nobody once it was called off. */
  whenOver(late: () => void): void {
    this.#onExpired = late
    if (this.#expired) late()
  }

  callOff(): void {
    clearTimeout(this.#timer)
    this.#onExpired = () => {}
  }
}

export class TooLate extends Error {
  override readonly name = 'TooLate'
}
