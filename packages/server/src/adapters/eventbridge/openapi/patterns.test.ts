import {
  ListAliyunOfficialRequest,
  ListPartnerEventSourcesRequest,
  ListUserDefinedRequest,
  TestEventPatternRequest,
} from '@alicloud/eventbridge'
import { describe, expect, it } from 'vitest'
import { house, refusal } from './testing/house.ts'

describe('[AL] 5.4 patterns', () => {
  const ask = (Event: unknown, eventPattern: string) =>
    new TestEventPatternRequest({
      event: typeof Event === 'string' ? Event : JSON.stringify(Event),
      eventPattern,
    })

  it('are tried on an event in either dialect, with the spellings of the document’s own samples', async () => {
    const { sdk } = await house()
    const api = sdk()
    const meeting = { source: 'acs.aliyuncvc', data: '{"action":"meeting_end"}', mark: 'x' }
    const rows: [boolean, unknown, string][] = [
      [true, meeting, '{"data":{"action":["meeting_end"]}}'],
      [true, { ...meeting, data: { action: 'meeting_end' } }, '{"data":{"action":["meeting_end"]}}'],
      [true, meeting, '{"source":["acs:aliyuncvc"]}'],
      [true, meeting, '{"mark":["x"]}'],
      [false, meeting, '{"source":["shop"]}'],
      [true, {}, '{}'],
    ]
    for (const [result, one, pattern] of rows)
      expect((await api.testEventPattern(ask(one, pattern))).result, pattern).toBe(result)
  })

  it('are refused as in a rule, and so is what is no event', async () => {
    const { sdk } = await house()
    const rows = [
      ['EventRuleFilterPatternEmpty', ask({}, '')],
      ['EventRuleFilterPatternSchemaError', ask({}, '[1]')],
      ['JsonAttributeInvalid', ask('{"a":', '{}')],
      ['EventInvalid', ask('[1]', '{}')],
      ['EventSizeExceed', ask({ data: 'x'.repeat(256 * 1024) }, '{}')],
    ] as const
    for (const [code, request] of rows)
      expect((await refusal(sdk().testEventPattern(request))).code).toBe(code)
  })
})

describe('[AL] 5.4 sources', () => {
  it('are the one of meetings with its four types', async () => {
    const { sdk } = await house()
    const { eventSourceList } = await sdk().listAliyunOfficialEventSources(new ListAliyunOfficialRequest({}))
    expect(eventSourceList.map(({ name, eventTypes }) => [name, eventTypes.map((one) => one.name)])).toEqual([
      [
        'acs.aliyuncvc',
        ['MeetingStateEvent', 'MemberStateEvent', 'MemberOperate', 'MeetingStatistic'].map(
          (name) => `aliyuncvc:MeetingEvent:${name}`,
        ),
      ],
    ])
    expect(
      (await sdk().listPartnerEventSources(new ListPartnerEventSourcesRequest({}))).eventSources,
    ).toEqual([])
  })

  it('of one’s own, and everything else there is in the SDK, are not supported, in words it can read', async () => {
    const { sdk } = await house()
    const error = await refusal(sdk().listUserDefinedEventSources(new ListUserDefinedRequest({})))
    expect(error.code).toBe('OperationNotSupported')
    expect(error.message).toMatch(/^OperationNotSupported: \[EventBridgeError-[0-9a-f-]{36}\] /)
  })
})
