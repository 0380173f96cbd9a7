// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates of targets look like those of JavaScript
import { CreateTargetsRequest, EBTargetParam, TargetEntry } from '@alicloud/eventbridge'
import { MINUTE, type Target } from '@parley/core'
import { describe, expect, it } from 'vitest'
import { ACCESS_KEY, house } from './testing/house.ts'
import { signedPost } from './testing/signed-post.ts'

type Param = { ResourceKey: string; Form?: string; Value?: string; Template?: string }
const param = (ResourceKey: string, Value: string): Param => ({ ResourceKey, Form: 'CONSTANT', Value })
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

/** A rule `r` on the bus `default`, and targets of it in raw JSON: with keys that the SDK drops ([AL] 3.2). */
async function ruled() {
  const built = await house()
  const call = (operation: string, body: object) => signedPost(built.url, operation, body, ACCESS_KEY)
  await call('createRule', { RuleName: 'r', FilterPattern: '{}' })
  const inRule = { EventBusName: 'default', RuleName: 'r' }
  const raw = (more: object = {}) => ({
    Id: 't',
    Type: 'http',
    Endpoint: 'https://app.example.com/hook',
    ...more,
  })
  return {
    ...built,
    call,
    raw,
    inRule,
    /** The code of the refusal, or null. */
    async make(more: object = {}): Promise<string | null> {
      const { json } = await call('createTargets', { ...inRule, Targets: [raw(more)] })
      return (json.ErrorEntries as { ErrorCode: string }[])[0]?.ErrorCode ?? null
    },
    async drop(): Promise<void> {
      await call('deleteTargets', { ...inRule, TargetIds: ['t'] })
    },
    async kept(): Promise<Target> {
      const [target] = (await built.pushStore.ruleByName('default', 'r'))?.targets ?? []
      if (!target) throw new Error('there is no target')
      return target
    },
    async shown(): Promise<Record<string, unknown>> {
      const { json } = await call('listTargets', inRule)
      return (json.Targets as Record<string, unknown>[])[0] ?? {}
    },
  }
}

describe('a target', () => {
  it('[D5] is told of nothing that happened before it was added', async () => {
    const { make, matcher, pushStore } = await ruled()
    const targetsAt: unknown[] = []
    matcher.run = async () =>
      void targetsAt.push((await pushStore.ruleByName('default', 'r'))?.targets.length)
    await make()
    expect(targetsAt).toEqual([0, 1])
  })

  it('[AL] 3 has the defaults of the document', async () => {
    const { make, kept, secrets } = await ruled()
    expect(await make()).toBeNull()
    expect(await kept()).toMatchObject({
      name: 't',
      url: 'https://app.example.com/hook',
      method: 'POST',
      dialect: 'seed',
      body: { form: 'ORIGINAL' },
      contentType: null,
      sealedHeaders: null,
      retry: 'BACKOFF_RETRY',
      errorsTolerance: 'ALL',
      deadLetterBus: null,
      ratePerSecond: null,
      order: 'meeting',
      timeoutMs: 10_000,
      extended: false,
      signing: { sets: ['standard'], sealedToken: null, trailingLf: true },
      state: { is: 'running' },
    })
    const [drawn] = (await kept()).signing.secrets
    expect(secrets.open(drawn?.sealed ?? '')).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  })

  it('[AL] 3.4 has every parameter, whatever the case of its name, and answers them as they were sent', async () => {
    const { make, kept, shown, secrets } = await ruled()
    const ParamList: Param[] = [
      param('URL', 'https://other.example.com/x'),
      { ResourceKey: 'body', Form: 'TEMPLATE', Value: '{"a":"$.data.action"}', Template: '{"text":"${a}"}' },
      param('Network', 'PublicNetwork'),
      param('VpcId', 'vpc-1'),
      param('IsBase64Encode', 'false'),
      param('TOKEN', 'tok'),
      param('Method', 'PUT'),
      param('Header:X-Key', 'k 1'),
      param('Dialect', 'cloudevents'),
      param('ContentType', 'application/x+json'),
      param('timeoutms', '2000'),
      param('RetrySchedule', 'STANDARD_WEBHOOKS_RETRY'),
      param('OrderingKey', 'none'),
      param('RatePerSecond', '7.5'),
      param('ExtendedActions', 'true'),
      param('Signatures', 'aliyun-v2,standard'),
      param('SignatureTrailingLf', 'false'),
    ]
    expect(
      await make({ ParamList, ConcurrentConfig: { Concurrency: 4 }, PushSelector: 'MATCHED_EVENT' }),
    ).toBeNull()
    const target = await kept()
    expect(target).toMatchObject({
      url: 'https://other.example.com/x',
      body: { form: 'TEMPLATE', values: { a: '$.data.action' }, template: '{"text":"${a}"}' },
      method: 'PUT',
      dialect: 'cloudevents',
      contentType: 'application/x+json',
      timeoutMs: 2_000,
      retry: 'STANDARD_WEBHOOKS_RETRY',
      order: 'none',
      ratePerSecond: 7.5,
      extended: true,
      concurrency: 4,
      signing: { sets: ['aliyun-v2', 'standard'], trailingLf: false },
    })
    expect(JSON.parse(secrets.open(target.sealedHeaders ?? ''))).toEqual({ 'x-key': 'k 1' })
    expect(secrets.open(target.signing.sealedToken ?? '')).toBe('tok')
    // What is secret is kept sealed only.
    expect(JSON.stringify(target)).not.toMatch(/k 1|tok"/)
    const answer = await shown()
    expect(answer).toMatchObject({ PushSelector: 'MATCHED_EVENT', ConcurrentConfig: { Concurrency: 4 } })
    const sealed = param('Header:X-Key', expect.stringMatching(/^secret:[0-9a-f]{16}$/) as never)
    expect((answer.ParamList as Param[]).slice(0, -1)).toEqual(
      ParamList.map((one) => (one.ResourceKey === 'Header:X-Key' ? sealed : one)),
    )
    expect((answer.ParamList as Param[]).at(-1)?.ResourceKey).toBe('SigningSecretRef')
  })

  it('[AL] 4.1 in CloudEvents says application/json unless it says otherwise', async () => {
    const { make, drop, kept, shown } = await ruled()
    await make({ ParamList: [param('Dialect', 'cloudevents')] })
    expect((await kept()).contentType).toBe('application/json; charset=utf-8')
    expect(((await shown()).ParamList as Param[]).map(({ ResourceKey }) => ResourceKey)).not.toContain(
      'ContentType',
    )
    await drop()
    await make({ ParamList: [param('Dialect', 'cloudevents-binary')] })
    expect((await kept()).contentType).toBeNull()
  })

  it('[AL] 4.2 with a token signs in the ways of the document too', async () => {
    const { make, kept } = await ruled()
    await make({ ParamList: [param('Token', 'tok')] })
    expect((await kept()).signing.sets).toEqual(['standard', 'aliyun-v1', 'aliyun-v2'])
  })

  it.each([
    ['EventTargetMissingAttribute', { Id: '' }],
    ['EventTargetMissingAttribute', { Type: undefined }],
    ['EventTargetMissingAttribute', { Endpoint: undefined }],
    ['EventTargetMissingAttribute', { DeadLetterQueue: {} }],
    ['EventTargetMissingAttribute', { ParamList: [{ ResourceKey: 'Token', Form: 'CONSTANT' }] }],
    ['EventTargetClassNotExist', { Type: 'acs.mns.queue' }],
    ['EventTargetIneffectiveAttribute', { Id: 'x'.repeat(128) }],
    ['EventTargetIneffectiveAttribute', { Endpoint: 'https://private.example.com' }],
    ['EventTargetIneffectiveAttribute', { PushSelector: 'ALL' }],
    ['EventTargetIneffectiveAttribute', { PushRetryStrategy: 'NONE' }],
    ['EventTargetIneffectiveAttribute', { PushRetryStrategy: 'HUAWEI_RETRY' }],
    ['EventTargetIneffectiveAttribute', { ErrorsTolerance: 'SOME' }],
    ['EventTargetIneffectiveAttribute', { ConcurrentConfig: { Concurrency: 0 } }],
    ['EventTargetIneffectiveAttribute', { DeadLetterQueue: { Arn: 'acs:mns:cn-hangzhou:1001:queues/x' } }],
    [
      'EventTargetIneffectiveAttribute',
      { DeadLetterQueue: { Arn: 'acs:eventbridge:cn-hangzhou:1001:eventbus/none' } },
    ],
    [
      'EventTargetIneffectiveAttribute',
      { DeadLetterQueue: { Arn: 'acs:eventbridge:cn-hangzhou:1001:eventbus/default' } },
    ],
    ['EventTargetIneffectiveAttribute', { ParamList: [param('Colour', 'red')] }],
    ['EventTargetIneffectiveAttribute', { ParamList: [param('Token', 'a'), param('token', 'b')] }],
    [
      'EventTargetIneffectiveAttribute',
      { ParamList: [{ ResourceKey: 'Token', Form: 'JSONPATH', Value: '$.id' }] },
    ],
    ['EventTargetIneffectiveAttribute', { ParamList: [param('Network', 'Some')] }],
    ['EventTargetIneffectiveAttribute', { ParamList: [param('Method', 'GET')] }],
    ['EventTargetIneffectiveAttribute', { ParamList: [param('Dialect', 'huawei')] }],
    ['EventTargetIneffectiveAttribute', { ParamList: [param('ContentType', 'json')] }],
    ['EventTargetIneffectiveAttribute', { ParamList: [param('TimeoutMs', '500')] }],
    ['EventTargetIneffectiveAttribute', { ParamList: [param('OrderingKey', 'data.userId')] }],
    ['EventTargetIneffectiveAttribute', { ParamList: [param('Signatures', 'md5')] }],
    ['EventTargetIneffectiveAttribute', { ParamList: [param('SigningSecretRef', 'whsec_c2hvcnQ=')] }],
    ['EventTargetIneffectiveAttribute', { ParamList: [param('SigningSecretRef', 'secret:0000')] }],
    ['EventTargetIneffectiveAttribute', { ParamList: [param('Header:host', 'x')] }],
    ['EventTargetIneffectiveAttribute', { ParamList: [param('Header:x', 'a\r\nb: c')] }],
    ['InvalidConfig', { ParamList: [{ ResourceKey: 'Body', Form: 'JSONPATH', Value: 'data' }] }],
    ['InvalidConfig', { ParamList: [{ ResourceKey: 'Body', Form: 'TEMPLATE', Value: '[]', Template: '' }] }],
    ['NotSupport', { ParamList: [{ ResourceKey: 'Body', Form: 'INSERT_FIELD' }] }],
    ['JsonAttributeInvalid', { ParamList: 'x' }],
  ])('is refused with %s: %j', async (code, more) => {
    const { make } = await ruled()
    expect(await make(more)).toBe(code)
  })
})

describe('[AL] 3.2 deleted and created again', () => {
  const DEAD = 'acs:eventbridge:cn-hangzhou:1001:eventbus/dead'
  const careful = { ErrorsTolerance: 'NONE', DeadLetterQueue: { Arn: DEAD } }

  async function withDeadBus() {
    const built = await ruled()
    await built.call('createEventBus', { EventBusName: 'dead' })
    await built.make(careful)
    return built
  }

  it('through the SDK keeps what the SDK drops, and the secret', async () => {
    const { sdk, drop, kept, inRule } = await withDeadBus()
    const before = await kept()
    await drop()
    const again = new TargetEntry({
      id: 't',
      type: 'http',
      endpoint: 'https://new.example.com/',
      paramList: [new EBTargetParam({ resourceKey: 'Body', form: 'ORIGINAL' })],
    })
    await sdk().createTargets(
      new CreateTargetsRequest({
        eventBusName: inRule.EventBusName,
        ruleName: inRule.RuleName,
        targets: [again],
      }),
    )
    expect(await kept()).toMatchObject({
      url: 'https://new.example.com/',
      errorsTolerance: 'NONE',
      deadLetterBus: 'dead',
      signing: { secrets: before.signing.secrets },
    })
  })

  it('shows both in raw JSON', async () => {
    const { shown } = await withDeadBus()
    expect(await shown()).toMatchObject(careful)
  })

  it('an explicit null clears', async () => {
    const { drop, make, kept } = await withDeadBus()
    await drop()
    await make({ ErrorsTolerance: null, DeadLetterQueue: null })
    expect(await kept()).toMatchObject({ errorsTolerance: 'ALL', deadLetterBus: null })
  })

  it('later than ten minutes is new', async () => {
    const { clock, drop, make, kept } = await withDeadBus()
    const before = await kept()
    await drop()
    clock.advance(10 * MINUTE + 1)
    await make()
    const after = await kept()
    expect(after).toMatchObject({ errorsTolerance: 'ALL', deadLetterBus: null })
    expect(after.signing.secrets).not.toEqual(before.signing.secrets)
  })

  it('with its secret given by reference, which answers show instead of it', async () => {
    const { make, drop, shown, kept, secrets, clock, call, raw } = await ruled()
    await make({ ParamList: [param('SigningSecretRef', SECRET)] })
    const { ParamList } = (await shown()) as { ParamList: Param[] }
    expect(ParamList).toEqual([
      param('SigningSecretRef', expect.stringMatching(/^secret:[0-9a-f]{16}$/) as never),
    ])
    expect(secrets.open((await kept()).signing.secrets[0]?.sealed ?? '')).toBe(SECRET)
    // In another rule too, as long as somebody has it.
    await call('createRule', { RuleName: 'q', FilterPattern: '{}', Targets: [raw({ ParamList })] })
    await drop()
    clock.advance(10 * MINUTE + 1)
    expect(await make({ ParamList })).toBeNull()
    expect(secrets.open((await kept()).signing.secrets[0]?.sealed ?? '')).toBe(SECRET)
  })
})

describe('what is secret of a target', () => {
  it('is called by reference in answers, and may be sent so', async () => {
    const { make, drop, shown, kept, secrets } = await ruled()
    await make({ ParamList: [param('Header:authorization', 'Bearer x'), param('SigningSecretRef', SECRET)] })
    const { ParamList } = (await shown()) as { ParamList: Param[] }
    expect(JSON.stringify(ParamList)).not.toMatch(/Bearer x|whsec_/)
    await drop()
    expect(await make({ ParamList })).toBeNull()
    expect(JSON.parse(secrets.open((await kept()).sealedHeaders ?? ''))).toEqual({
      authorization: 'Bearer x',
    })
    await drop()
    const unknown = param('Header:authorization', 'secret:0123456789abcdef')
    expect(await make({ ParamList: [unknown] })).toBe('EventTargetIneffectiveAttribute')
  })

  it('is there for every signature that is asked for: without it no attempt could be made', async () => {
    const { make, drop, kept, secrets, pushStore, clock } = await ruled()
    expect(await make({ ParamList: [param('Signatures', 'ed25519')] })).toBe(
      'EventTargetIneffectiveAttribute',
    )
    await make()
    const { id, signing } = await kept()
    const ed25519 = [{ sealed: secrets.seal('whsk_key'), until: null }]
    await pushStore.updateTarget(
      id,
      { signing: { ...signing, sets: ['ed25519'], secrets: ed25519 } },
      clock.now(),
    )
    await drop()
    await make()
    const opened = (await kept()).signing.secrets.map(({ sealed }) => secrets.open(sealed).split('_')[0])
    expect(opened).toEqual(['whsk', 'whsec'])
    await drop()
    expect(await make({ ParamList: [param('Signatures', 'ed25519')] })).toBeNull()
  })
})

describe('a target that our own API has made or changed', () => {
  it('shows what holds now', async () => {
    const { make, kept, shown, pushStore, clock } = await ruled()
    await make({ ParamList: [param('url', 'https://a.example.com/'), param('VpcId', 'v')] })
    const { id } = await kept()
    await pushStore.updateTarget(
      id,
      { url: 'https://b.example.com/', method: 'PATCH', wire: {} },
      clock.now(),
    )
    const { ParamList, ...rest } = await shown()
    expect(rest).toMatchObject({ Type: 'https', Endpoint: 'https://b.example.com/' })
    expect(ParamList).toMatchObject([param('Method', 'PATCH'), { ResourceKey: 'SigningSecretRef' }])
  })
})
