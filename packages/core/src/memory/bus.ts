import type { Bus } from '../ports/bus.ts'

/** For one process. A listener that throws is reported and harms nobody else. */
export function createMemoryBus(onError: (error: unknown, context: { stage: string }) => void): Bus {
  const news = createHub<Parameters<Bus['publish']>[0]>('news', onError)
  const signals = createHub<Parameters<Bus['signal']>[0]>('signal', onError)
  return { publish: news.tell, onNews: news.listen, signal: signals.tell, onSignal: signals.listen }
}

function createHub<Item>(stage: string, onError: (error: unknown, context: { stage: string }) => void) {
  const listeners = new Set<{ hear: (item: Item) => void }>()
  let waiting: Item[] = []
  let telling = false

  /** What a listener publishes comes after what it is hearing, for every listener. */
  function tell(item: Item): void {
    waiting.push(item)
    if (telling) return
    telling = true
    while (waiting.length > 0) {
      const items = waiting
      waiting = []
      for (const one of items) for (const listener of [...listeners]) hear(listener, one)
    }
    telling = false
  }

  function hear(listener: { hear: (item: Item) => void }, item: Item): void {
    if (!listeners.has(listener)) return
    try {
      listener.hear(item)
    } catch (error) {
      report(error)
    }
  }

  /** Telling goes on even if nobody can be told that it went wrong. */
  function report(error: unknown): void {
    try {
      onError(error, { stage })
    } catch {}
  }

  function listen(hear: (item: Item) => void): () => void {
    const listener = { hear }
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return { tell, listen }
}
