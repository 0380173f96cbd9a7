import { CloudEvent, CreateRuleRequest, EBTargetParam, TargetEntry } from '@alicloud/eventbridge'

export const PATTERN = '{"source":["acs.aliyuncvc"]}'

/** A target as the SDK has it; `params` in the form CONSTANT. */
export function target(id: string, more: Record<string, unknown> = {}, params: Record<string, string> = {}) {
  return new TargetEntry({
    id,
    type: 'http',
    endpoint: `https://app.example.com/${id}`,
    paramList: Object.entries(params).map(
      ([resourceKey, value]) => new EBTargetParam({ resourceKey, form: 'CONSTANT', value }),
    ),
    ...more,
  })
}

/** A rule on the bus of meetings, without targets unless given. */
export const rule = (ruleName: string, more: Record<string, unknown> = {}) =>
  new CreateRuleRequest({ eventBusName: 'default', ruleName, filterPattern: PATTERN, targets: [], ...more })

/** An event of somebody else. */
export const event = (id: string, more: Record<string, unknown> = {}) =>
  new CloudEvent({
    id,
    source: 'shop',
    specversion: '1.0',
    type: 'order:paid',
    datacontenttype: 'application/json; charset=utf-8',
    data: Buffer.from('{"amount":12}'),
    ...more,
  })
