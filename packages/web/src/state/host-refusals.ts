import type { RoomContext, Sentences } from './room-context.ts'

/** What a refused order means ([WC] 4.10); anything else is told as "that did not work". */
export const hostSentences: Sentences = {
  403: { key: 'error.forbidden' },
  409: { key: 'host.refused.changed' },
  429: { key: 'host.refused.tooFast' },
  501: { key: 'host.refused.unsupported' },
  603: { key: 'host.refused.host' },
  612: { key: 'host.refused.gone' },
  736: { key: 'host.refused.chair' },
  737: { key: 'host.refused.gone' },
}

const done = 200

/** Orders about several people are answered for each ([WC] 4.6); the first refusal among them, null when there is none. */
export function firstRefusal(answer: unknown): number | null {
  if (typeof answer !== 'object' || answer === null || !('results' in answer)) return null
  const { results } = answer
  if (!Array.isArray(results)) return null
  const refused = results.find((one: { code?: unknown }) => typeof one.code === 'number' && one.code !== done)
  return refused?.code ?? null
}

export type Order = (run: () => Promise<unknown>, sentences?: Sentences) => Promise<boolean>

/** Gives an order; a refusal is told in a sentence, also when it stands inside the answer. True when it was done in full. */
export function createOrder({ attempt, tell }: Pick<RoomContext, 'attempt' | 'tell'>): Order {
  return async (run, own = {}) => {
    const sentences = { ...hostSentences, ...own }
    let refused: number | null = null
    const answered = await attempt(async () => {
      refused = firstRefusal(await run())
    }, sentences)
    if (!answered) return false
    if (refused === null) return true
    tell({ message: sentences[refused] ?? { key: 'room.actionFailed' }, tone: 'warning' })
    return false
  }
}
