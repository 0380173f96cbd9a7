import {
  CreateEventBusRequest,
  CreateTargetsRequest,
  DeleteEventBusRequest,
  DeleteRuleRequest,
  DeleteTargetsRequest,
  DisableRuleRequest,
  EnableRuleRequest,
  GetEventBusRequest,
  GetRuleRequest,
  ListEventBusesRequest,
  ListRulesRequest,
  ListTargetsRequest,
  UpdateRuleRequest,
} from '@alicloud/eventbridge'
import { describe, expect, it } from 'vitest'
import { house, refusal } from './testing/house.ts'
import { PATTERN, rule, target } from './testing/requests.ts'

describe('[AL] 5.4 buses', () => {
  it('are created, shown, listed in pages and deleted', async () => {
    const { sdk } = await house()
    const api = sdk()
    for (const eventBusName of ['shop', 'shop-2', 'yard'])
      await api.createEventBus(
        new CreateEventBusRequest({ eventBusName, description: 'd', tags: { a: 'b' } }),
      )
    const bus = await api.getEventBus(new GetEventBusRequest({ eventBusName: 'shop' }))
    expect(bus).toMatchObject({
      eventBusName: 'shop',
      eventBusARN: 'acs:eventbridge:cn-hangzhou:1001:eventbus/shop',
      description: 'd',
      tags: { a: 'b' },
      resourceOwnerAccountId: '1001',
    })
    expect(bus.createTimestamp).toBeGreaterThan(0)
    const first = await api.listEventBuses(new ListEventBusesRequest({ namePrefix: 'shop', limit: 1 }))
    expect(first).toMatchObject({ eventBuses: [{ eventBusName: 'shop' }], total: 2 })
    const { nextToken } = first
    const second = await api.listEventBuses(
      new ListEventBusesRequest({ namePrefix: 'shop', limit: 1, nextToken }),
    )
    expect(second.eventBuses.map((one) => one.eventBusName)).toEqual(['shop-2'])
    expect(second.nextToken).toBeUndefined()
    const all = await api.listEventBuses(new ListEventBusesRequest({}))
    expect(all.eventBuses.map((one) => one.eventBusName)).toEqual([
      'default',
      'parley',
      'shop',
      'shop-2',
      'yard',
    ])
    const deleted = await api.deleteEventBus(new DeleteEventBusRequest({ eventBusName: 'yard' }))
    expect(deleted.requestId).toBeTruthy()
  })

  it('are refused with their codes', async () => {
    const { sdk } = await house()
    const api = sdk()
    const create = (eventBusName: string) =>
      refusal(api.createEventBus(new CreateEventBusRequest({ eventBusName })))
    for (const name of ['', 'a b', '-a', 'eventbridge-reserved-x', 'huawei-hooks', 'x'.repeat(128)])
      expect((await create(name)).code, name).toBe('EventBusNameInvalid')
    expect((await create('default')).code).toBe('EventBusAlreadyExist')
    const remove = (eventBusName: string) =>
      refusal(api.deleteEventBus(new DeleteEventBusRequest({ eventBusName })))
    expect((await remove('none')).code).toBe('EventBusNotExist')
    expect((await remove('huawei-hooks')).code).toBe('EventBusNotExist')
    expect((await remove('default')).code).toBe('AccessDenied')
    await api.createEventBus(new CreateEventBusRequest({ eventBusName: 'shop' }))
    await api.createRule(rule('r', { eventBusName: 'shop' }))
    expect((await remove('shop')).code).toBe('EventBusRuleNotEmptyForDelete')
    const list = (more: object) => refusal(api.listEventBuses(new ListEventBusesRequest({ ...more })))
    expect((await list({ limit: 101 })).code).toBe('LimitSizeInvalid')
    expect((await list({ nextToken: 'not ours' })).code).toBe('NextTokenInvalid')
  })

  it('[AL] 3.9 are fifty at most', async () => {
    const { sdk } = await house()
    const create = (n: number) => sdk().createEventBus(new CreateEventBusRequest({ eventBusName: `b${n}` }))
    for (let n = 0; n < 50; n++) await create(n)
    expect((await refusal(create(50))).code).toBe('EventBusCountExceedLimit')
  })
})

describe('[AL] 5.4 rules', () => {
  it('are created, changed, turned, listed and deleted', async () => {
    const { sdk, told, clock } = await house()
    const api = sdk()
    const { ruleARN } = await api.createRule(rule('cam', { status: 'enable', targets: [target('t1')] }))
    expect(ruleARN).toBe('acs:eventbridge:cn-hangzhou:1001:eventbus/default/rule/cam')
    // Before it, so that it is told of nothing older, and after it.
    expect(told.matcher).toBe(2)
    clock.advance(5)
    const named = { eventBusName: 'default', ruleName: 'cam' }
    await api.updateRule(new UpdateRuleRequest({ ...named, description: 'cameras', tags: { x: 'y' } }))
    await api.disableRule(new DisableRuleRequest(named))
    const shown = await api.getRule(new GetRuleRequest(named))
    expect(shown).toMatchObject({
      ...named,
      ruleARN,
      description: 'cameras',
      status: 'DISABLE',
      filterPattern: PATTERN,
      tags: { x: 'y' },
      targets: [{ id: 't1', type: 'http', endpoint: 'https://app.example.com/t1' }],
    })
    expect(shown.mtime).toBeGreaterThan(shown.ctime)
    await api.enableRule(new EnableRuleRequest(named))
    await api.updateRule(new UpdateRuleRequest({ ...named, filterPattern: '{}' }))
    await api.createRule(rule('camera-2'))
    const listed = await api.listRules(
      new ListRulesRequest({ eventBusName: 'default', ruleNamePrefix: 'cam', limit: 1 }),
    )
    expect(listed).toMatchObject({
      total: 2,
      rules: [{ ruleName: 'cam', status: 'ENABLE', filterPattern: '{}' }],
    })
    const rest = await api.listRules(
      new ListRulesRequest({ eventBusName: 'default', nextToken: listed.nextToken }),
    )
    expect(rest.rules.map((one) => one.ruleName)).toEqual(['camera-2'])
    await api.deleteRule(new DeleteRuleRequest(named))
    expect((await refusal(api.getRule(new GetRuleRequest(named)))).code).toBe('EventRuleNotExisted')
  })

  it('are on the bus of meetings unless another is named', async () => {
    const { sdk, pushStore } = await house()
    await sdk().createRule(rule('r', { eventBusName: undefined }))
    expect((await pushStore.ruleByName('default', 'r'))?.enabled).toBe(true)
  })

  it('are refused with their codes, the spot of a pattern in the message', async () => {
    const { sdk } = await house()
    const api = sdk()
    await api.createRule(rule('taken'))
    const rows: [string, ReturnType<typeof rule>][] = [
      ['EventRuleAlreadyExist', rule('taken')],
      ['EventRuleNameInvalid', rule('a b')],
      ['EventRuleNameInvalid', rule('x'.repeat(128))],
      ['EventBusNotExist', rule('r', { eventBusName: 'none' })],
      ['EventBusNotExist', rule('r', { eventBusName: 'huawei-hooks' })],
      ['EventRuleFilterPatternEmpty', rule('r', { filterPattern: '' })],
      ['EventRuleFilterPatternEmpty', rule('r', { filterPattern: undefined })],
      ['EventRuleFilterPatternSchemaError', rule('r', { filterPattern: '{"a":' })],
      ['EventRuleFilterPatternSchemaError', rule('r', { filterPattern: '{"source":"x"}' })],
      [
        'EventRuleFilterPatternExceedLimit',
        rule('r', { filterPattern: `{"source":["${'x'.repeat(2_048)}"]}` }),
      ],
      ['JsonAttributeInvalid', rule('r', { status: 'PAUSED' })],
    ]
    for (const [code, request] of rows) expect((await refusal(api.createRule(request))).code).toBe(code)
    const { message } = await refusal(
      api.createRule(rule('r', { filterPattern: '{"source":["a",{"like":"x"}]}' })),
    )
    expect(message).toContain('/source/1')
  })

  it('[AL] 5.4 are made whole or not at all', async () => {
    const { sdk, pushStore } = await house()
    const bad = [
      ['EventTargetIneffectiveAttribute', [target('a'), target('b', {}, { Colour: 'red' })]],
      ['EventTargetIneffectiveAttribute', [target('a'), target('b', { endpoint: 'http://private/' })]],
      ['EventRuleTargetIdDuplicate', [target('a'), target('a')]],
      ['EventTargetCountExceedLimit', ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => target(id))],
    ] as const
    for (const [code, targets] of bad)
      expect((await refusal(sdk().createRule(rule('r', { targets })))).code).toBe(code)
    expect(await pushStore.rules()).toEqual([])
  })
})

describe('[AL] 5.4 targets', () => {
  const inRule = { eventBusName: 'default', ruleName: 'r' }

  it('are added and deleted one by one, each error at its entry', async () => {
    const { sdk, told } = await house()
    const api = sdk()
    await api.createRule(rule('r', { targets: [target('a')] }))
    const made = await api.createTargets(
      new CreateTargetsRequest({
        ...inRule,
        targets: [target('b'), target('a'), target('c', { type: 'acs.fc' }), target('d')],
      }),
    )
    expect(made).toMatchObject({
      errorEntriesCount: 2,
      errorEntries: [
        { entryId: 'a', errorCode: 'EventRuleTargetIdDuplicate' },
        { entryId: 'c', errorCode: 'EventTargetClassNotExist' },
      ],
    })
    expect(told.worker).toBe(1)
    const gone = await api.deleteTargets(new DeleteTargetsRequest({ ...inRule, targetIds: ['a', 'x'] }))
    expect(gone).toMatchObject({
      errorEntriesCount: 1,
      errorEntries: [{ entryId: 'x', errorCode: 'EventTargetNotExist' }],
    })
    const { targets } = await api.listTargets(new ListTargetsRequest({ ...inRule, limit: 10 }))
    expect(targets.map(({ id }) => id)).toEqual(['b', 'd'])
    const nowhere = new CreateTargetsRequest({ ...inRule, ruleName: 'none', targets: [target('a')] })
    expect((await refusal(api.createTargets(nowhere))).code).toBe('EventRuleNotExisted')
  })

  it('[AL] 3.9 are five at most', async () => {
    const { sdk } = await house()
    await sdk().createRule(rule('r'))
    const targets = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => target(id))
    expect(await sdk().createTargets(new CreateTargetsRequest({ ...inRule, targets }))).toMatchObject({
      errorEntries: [{ entryId: 'f', errorCode: 'EventTargetCountExceedLimit' }],
    })
  })
})
