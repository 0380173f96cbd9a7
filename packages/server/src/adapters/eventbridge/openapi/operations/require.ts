import { type EventBus, HOOK_BUS, type PushStore, type Rule } from '@parley/core'
import { deny } from '../errors.ts'

/** The bus; the hidden one is as if it were not there. */
export async function requireBus(name: string, pushStore: Pick<PushStore, 'bus'>): Promise<EventBus> {
  const bus = name === HOOK_BUS ? null : await pushStore.bus(name)
  return bus ?? deny('EventBusNotExist', `there is no bus ${name}`)
}

export async function requireRule(
  { EventBusName, RuleName }: { EventBusName: string; RuleName: string },
  pushStore: Pick<PushStore, 'bus' | 'ruleByName'>,
): Promise<Rule> {
  const bus = await requireBus(EventBusName, pushStore)
  return (
    (await pushStore.ruleByName(bus.name, RuleName)) ??
    deny('EventRuleNotExisted', `there is no rule ${RuleName} on the bus ${EventBusName}`)
  )
}
