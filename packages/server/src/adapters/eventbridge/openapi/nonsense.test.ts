import fc from 'fast-check'
import { expect, it } from 'vitest'
import { OPERATIONS } from './operations/index.ts'
import { ACCESS_KEY, house } from './testing/house.ts'
import { signedPost } from './testing/signed-post.ts'

const NAMES = ['default', 'parley', 'huawei-hooks', 'r', '', '__proto__']
const text = fc.oneof(
  fc.constantFrom(...NAMES, '{}', '{"source":["x"]}', 'http', 'https://a.example.com/'),
  fc.string(),
)
const value = fc.oneof(text, fc.jsonValue(), fc.array(fc.oneof(text, fc.jsonValue()), { maxLength: 3 }))

/** Bodies that are nearly right: known keys with values of any kind, and targets inside. */
const target = fc.dictionary(
  fc.constantFrom(
    'Id',
    'Type',
    'Endpoint',
    'ParamList',
    'ConcurrentConfig',
    'DeadLetterQueue',
    'ErrorsTolerance',
  ),
  fc.oneof(
    value,
    fc.array(fc.dictionary(fc.constantFrom('ResourceKey', 'Form', 'Value', 'Template'), value), {
      maxLength: 2,
    }),
    fc.dictionary(fc.constantFrom('Arn', 'Concurrency'), value),
  ),
)
const known = fc.constantFrom(
  ...[
    'EventBusName',
    'RuleName',
    'FilterPattern',
    'EventPattern',
    'Event',
    'EventId',
    'EventIds',
    'EventSource',
  ],
  ...[
    'Status',
    'Description',
    'Tags',
    'Targets',
    'TargetIds',
    'Limit',
    'NextToken',
    'StartTime',
    'MatchedRule',
  ],
)
const event = fc.dictionary(
  fc.constantFrom(
    'id',
    'source',
    'type',
    'specversion',
    'data',
    'time',
    'aliyuneventbusname',
    '__proto__',
    'x',
  ),
  fc.oneof(fc.constantFrom('1.0', 'e1', '2026-01-02T03:04:05Z'), value),
)
const body = fc.oneof(
  fc.dictionary(known, fc.oneof(value, fc.array(target, { maxLength: 2 }))),
  fc.array(fc.oneof(event, fc.jsonValue()), { maxLength: 3 }),
  fc.jsonValue(),
)

it('whatever is sent to whichever operation, the answer is a JSON object of a documented status and no fault of ours', async () => {
  const { url, faults } = await house()
  await signedPost(url, 'createRule', { RuleName: 'r', FilterPattern: '{}' }, ACCESS_KEY)
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(OPERATIONS)), body, async (path, sent) => {
      const { status, json } = await signedPost(url, path.slice(1), sent, ACCESS_KEY)
      expect([200, 403, 409], JSON.stringify(json)).toContain(status)
      expect(json.RequestId).toEqual(expect.any(String))
      if (status !== 200) expect([json.code, json.message]).toEqual([json.Code, json.Message])
    }),
    { numRuns: 300 },
  )
  expect(faults).toEqual([])
}, 30_000)

it('what is nested so deep that nobody could walk it is not JSON, to every operation', async () => {
  const { url, faults } = await house()
  const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
  const event = `{"specversion":"1.0","id":"a","source":"urn:a","type":"t","data":${deep(9_000)}}`
  for (const [path, body] of [
    ['putEvents', `[${event}]`],
    ['createRule', `{"RuleName":"d","FilterPattern":"{}","Tags":${deep(9_000)}}`],
    ['testEventPattern', JSON.stringify({ Event: event, EventPattern: '{}' })],
  ] as const) {
    const { status, json } = await signedPost(url, path, body, ACCESS_KEY)
    expect([path, status, json.code]).toEqual([path, 409, 'JsonAttributeInvalid'])
  }
  expect(faults).toEqual([])
})
