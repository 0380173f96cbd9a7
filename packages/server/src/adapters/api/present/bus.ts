import { BUILT_IN_BUSES, type EventBus, type Rule } from '@parley/core'
import type { BusView } from '../schema/buses.ts'
import { timeText } from './time.ts'

export function presentBus(
  { name, description, enabled, createdAt }: EventBus,
  rules: readonly Rule[],
): BusView {
  const builtIn = BUILT_IN_BUSES.includes(name)
  return {
    name,
    description,
    enabled,
    builtIn,
    rules: rules.filter(({ bus }) => bus === name).length,
    createdAt: builtIn ? null : timeText(createdAt),
  }
}
