import { BUILT_IN_BUSES, type EventBus, HOOK_BUS, MOST_BUSES, refuse } from '@parley/core'
import { notFound } from '../not-found.ts'
import type { ApiParts } from '../parts.ts'
import { presentBus } from '../present/bus.ts'
import type { BusChange, BusView, NewBus } from '../schema/buses.ts'

export async function showBuses({ pushStore }: ApiParts): Promise<{ data: BusView[] }> {
  const [buses, rules] = await Promise.all([pushStore.buses(), pushStore.rules()])
  return { data: buses.map((bus) => presentBus(bus, rules)) }
}

export async function makeBus({ pushStore, clock }: ApiParts, given: NewBus): Promise<BusView> {
  if (BUILT_IN_BUSES.includes(given.name)) refuse('exists', 'a bus of this name is built in')
  const own = (await pushStore.buses()).filter(({ name }) => !BUILT_IN_BUSES.includes(name))
  if (own.length >= MOST_BUSES) refuse('quota', `there are ${MOST_BUSES} buses already`)
  const bus: EventBus = { ...given, enabled: true, tags: null, createdAt: clock.now() }
  await pushStore.createBus(bus)
  return presentBus(bus, [])
}

export async function showBus(parts: ApiParts, name: string): Promise<BusView> {
  return present(parts, (await visible(parts, name)) ?? notFound('bus'))
}

export async function turnBus(parts: ApiParts, name: string, change: BusChange): Promise<BusView> {
  if (!(await visible(parts, name))) notFound('bus')
  // What happened before is matched as it was then: what was off stays untold, what was on is told.
  await parts.matcher.run()
  const changed = (await parts.pushStore.updateBus(name, change)) ?? notFound('bus')
  void parts.matcher.run()
  return present(parts, changed)
}

export async function dropBus({ pushStore }: ApiParts, name: string): Promise<void> {
  if (name === HOOK_BUS || !(await pushStore.deleteBus(name))) notFound('bus')
}

async function visible({ pushStore }: ApiParts, name: string): Promise<EventBus | null> {
  return name === HOOK_BUS ? null : pushStore.bus(name)
}

async function present({ pushStore }: ApiParts, bus: EventBus): Promise<BusView> {
  return presentBus(bus, await pushStore.rules({ bus: bus.name }))
}
