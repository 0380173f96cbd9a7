import { isDeepStrictEqual } from 'node:util'
import { Refusal } from '@parley/core'
import { roleStage } from '@parley/core/testing'
import { type Case, decided, type Model, type Outcome } from './cases.ts'
import { DOORS, type DoorName } from './door.ts'
import type { Room } from './room.ts'

/** A meeting in the house, and the same meeting in the core alone. */
export type Scene = { room: Room; model: Model; openedAt: number }

/** What rings in a room ends by itself after a minute. */
const LIFE_MS = 25_000
/** An account has five pages at most. */
const MOST = 3

/**
 * Rooms in which cases are played. A room in which something has happened already serves as long as the core answers there what it
 * answers in a new one, to the last member of the last event: opening rooms is what takes time.
 */
export function createHall(open: (door: DoorName) => Promise<Room>) {
  const scenes: Record<DoorName, Scene[]> = { page: [], rpc: [], rest: [] }
  const ending: Promise<void>[] = []

  function retire(door: DoorName, gone: (scene: Scene) => boolean): void {
    const old = scenes[door].filter(gone)
    scenes[door] = scenes[door].filter((scene) => !old.includes(scene))
    ending.push(...old.map(({ room }) => room.end()))
  }

  return {
    /** Where the case can be played, and what the core says to it there and anywhere. */
    async sceneFor(one: Case): Promise<Scene & { core: Outcome }> {
      const { door } = one
      for (const another of DOORS) if (another !== door) retire(another, () => true)
      const core = decided(roleStage(), one, false)
      const fits = ({ room, model }: Scene): boolean =>
        room.reaches(door, one.who) && isDeepStrictEqual(answerIn(model, one), core)
      retire(door, ({ model, openedAt }) => {
        const isOver = model.stage.conference?.state !== 'running'
        return isOver || performance.now() - openedAt > LIFE_MS
      })
      const known = scenes[door].find(fits)
      if (known) return { ...known, core }
      if (scenes[door].length === MOST) retire(door, (scene) => scene === scenes[door][0])
      const openedAt = performance.now()
      const made = { room: await open(door), model: roleStage(), openedAt }
      scenes[door].push(made)
      return { ...made, core }
    },
    async close(): Promise<void> {
      for (const door of DOORS) retire(door, () => true)
      await Promise.all(ending)
    },
  }
}

function answerIn(model: Model, one: Case): Outcome | null {
  try {
    return decided(model, one, false)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}
