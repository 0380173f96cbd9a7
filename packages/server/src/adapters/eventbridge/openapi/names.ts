import { HOOK_BUS, NAME_SHAPE, RESERVED_BUS_NAMES, type TenantId } from '@parley/core'
import type { EventBridgeSettings } from '../settings.ts'
import { deny } from './errors.ts'

/** How this installation is called in resource names ([AL] 3.1). */
export type Names = {
  account: string
  busArn(bus: string): string
  ruleArn(bus: string, rule: string): string
  sourceArn(source: string): string
  /** The bus that an ARN of ours names, else null. */
  busOf(arn: string): string | null
}

export function createNames({
  eventSettings: { region, accountId },
  tenantId,
}: {
  eventSettings: Pick<EventBridgeSettings, 'region' | 'accountId'>
  tenantId: TenantId
}): Names {
  const account = accountId ?? tenantId
  const prefix = `acs:eventbridge:${region}:${account}:`
  const busPrefix = `${prefix}eventbus/`
  return {
    account,
    busArn: (bus) => busPrefix + bus,
    ruleArn: (bus, rule) => `${busPrefix}${bus}/rule/${rule}`,
    sourceArn: (source) => `${prefix}eventsource/${source}`,
    busOf(arn) {
      const name = arn.startsWith(busPrefix) ? arn.slice(busPrefix.length) : ''
      return NAME_SHAPE.test(name) ? name : null
    },
  }
}

export function checkNewBusName(name: string): void {
  if (!NAME_SHAPE.test(name) || RESERVED_BUS_NAMES.test(name) || name === HOOK_BUS)
    deny(
      'EventBusNameInvalid',
      `a bus is named by 1 to 127 letters, digits and hyphens, a letter or digit first, not beginning with eventbridge-reserved-`,
    )
}

export function checkRuleName(name: string): void {
  if (!NAME_SHAPE.test(name))
    deny(
      'EventRuleNameInvalid',
      'a rule is named by 1 to 127 letters, digits and hyphens, a letter or digit first',
    )
}
