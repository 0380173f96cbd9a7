import type { Scene } from '../scene.ts'

/** The actor as the others know it: a person inside by the name they have there. */
export function shownName({ standing, actor }: Pick<Scene, 'standing' | 'actor'>): string {
  return standing.me?.name ?? actor.name
}
