import type { RecordedActor, Via } from '../actor.ts'
import { type CommandId, HOME_TENANT } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Ids } from '../ports/ids.ts'
import type { NewSiteEvent, SiteEventData, SiteEventOf, SiteEventType, TargetName } from '../site/events.ts'
import type { Rule, Target } from './rule.ts'

export const SERVER: RecordedActor = { is: 'system', id: 'server', name: 'server' }

/** An event of the installation, ready for the log. `cause`: the command it came of, where there was one. */
export function siteRecord<T extends SiteEventType>(
  ids: Pick<Ids, 'eventId' | 'commandId'>,
  now: Instant,
  type: T,
  data: SiteEventData[T],
  { actor, via, cause }: { actor: RecordedActor; via: Via; cause?: CommandId } = {
    actor: SERVER,
    via: 'system',
  },
): NewSiteEvent<T> {
  const event = { type, data } as SiteEventOf<T>
  return {
    ...event,
    id: ids.eventId(),
    time: now,
    tenantId: HOME_TENANT,
    actor,
    via,
    cause: cause ?? ids.commandId(),
  }
}

export function targetName(
  { id: ruleId, name: ruleName, bus }: Pick<Rule, 'id' | 'name' | 'bus'>,
  { id: targetId, name }: Pick<Target, 'id' | 'name'>,
): TargetName {
  return { ruleId, ruleName, bus, targetId, targetName: name }
}
