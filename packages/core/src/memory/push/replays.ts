import type { PushStore } from '../../ports/push-store.ts'
import type { PushState } from './state.ts'

type Replays = Pick<PushStore, 'createReplay' | 'replay' | 'replays' | 'advanceReplay' | 'cancelReplay'>

export function memoryReplays(state: PushState): Replays {
  const { replays } = state
  return {
    async createReplay(replay) {
      if (replays.has(replay.id)) throw new Error('this replay was created before')
      replays.set(replay.id, replay)
    },
    async replay(id) {
      return replays.get(id) ?? null
    },
    async replays({ state: wanted, limit }) {
      return [...replays.values()]
        .filter((replay) => wanted === undefined || replay.state === wanted)
        .sort((a, b) => b.createdAt - a.createdAt || (a.id > b.id ? -1 : 1))
        .slice(0, limit)
    },
    async advanceReplay(id, from, to, deliveries, endedAt) {
      const replay = replays.get(id)
      if (replay?.state !== 'running' || replay.position !== from) return false
      replays.set(id, {
        ...replay,
        position: to,
        count: replay.count + deliveries.length,
        state: endedAt === null ? 'running' : 'done',
        endedAt,
      })
      for (const delivery of deliveries) state.add(delivery)
      return true
    },
    async cancelReplay(id, now) {
      const replay = replays.get(id)
      if (replay?.state !== 'running') return false
      replays.set(id, { ...replay, state: 'cancelled', endedAt: now })
      return true
    },
  }
}
