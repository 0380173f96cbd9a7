import { type EventBus, HOOK_BUS, MEETING_BUS, OWN_BUS } from './event-bus.ts'

/** The built-in buses as they are until somebody changes them. */
const BUILT_IN: readonly EventBus[] = [
  builtIn(MEETING_BUS, 'Events of meetings as the cloud document has them'),
  builtIn(OWN_BUS, 'Every recorded event'),
  builtIn(HOOK_BUS, 'What the enterprise hook tells'),
]

export function builtInBus(name: string): EventBus | null {
  return BUILT_IN.find((bus) => bus.name === name) ?? null
}

/** By name: `kept`, and the built-in ones that are not among these; without the hidden one. */
export function listedBuses(kept: readonly EventBus[]): EventBus[] {
  const names = new Set(kept.map(({ name }) => name))
  return [...BUILT_IN.filter(({ name }) => !names.has(name)), ...kept]
    .filter(({ name }) => name !== HOOK_BUS)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function builtIn(name: string, description: string): EventBus {
  return { name, description, enabled: true, tags: null, createdAt: 0 }
}
