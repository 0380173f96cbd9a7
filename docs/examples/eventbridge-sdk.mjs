/**
 * Drives event push with the cloud's own SDK: makes a rule, puts an event, receives it and asks what became of it.
 *   PARLEY_PUSH_ALLOW=127.0.0.0/8 npm start                       (the receiver is on this machine)
 *   node docs/examples/eventbridge-sdk.mjs localhost:8080 <access key id> <access key secret>
 * Deletes its rule at the end. `@alicloud/eventbridge` is installed with this repository.
 */
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import EventBridge, * as sdk from '@alicloud/eventbridge'

const [endpoint = 'localhost:8080', accessKeyId = '', accessKeySecret = ''] = process.argv.slice(2)
// The endpoint has no scheme; without `protocol` the SDK takes http.
const client = new EventBridge.default(
  new sdk.Config({ endpoint, protocol: 'http', accessKeyId, accessKeySecret }),
)
const eventBusName = 'default'
const ruleName = `example-${process.pid}`
const eventId = `example-${Date.now()}`

let received
const arrival = new Promise((resolve) => {
  received = resolve
})
const receiver = createServer((request, response) => {
  request.resume().on('end', () => {
    response.end('received')
    received()
  })
})
await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve))

const { ruleARN } = await client.createRule(
  new sdk.CreateRuleRequest({
    eventBusName,
    ruleName,
    filterPattern: JSON.stringify({ source: ['example'], data: { amount: [{ numeric: ['>', 10] }] } }),
    targets: [
      new sdk.TargetEntry({
        id: 'hook',
        type: 'http',
        endpoint: `http://127.0.0.1:${receiver.address().port}/hook`,
        paramList: [new sdk.EBTargetParam({ resourceKey: 'Body', form: 'ORIGINAL' })],
      }),
    ],
  }),
)
console.log(`made ${ruleARN}`)

try {
  const { failedEntryCount } = await client.putEvents([
    new sdk.CloudEvent({
      id: eventId,
      source: 'example',
      specversion: '1.0',
      type: 'example:paid',
      data: Buffer.from(JSON.stringify({ amount: 12 })),
    }),
  ])
  console.log(`put ${eventId}, ${failedEntryCount} failed`)
  await arrival
  // The attempt is kept when the answer to it has come.
  let traces = []
  while (!traces.some(({ notifyStatus }) => notifyStatus)) {
    await sleep(50)
    const answer = await client.queryEventTraces(new sdk.QueryEventTracesRequest({ eventBusName, eventId }))
    traces = answer.eventTraceList
  }
  for (const { action, ruleName = '', notifyStatus = '' } of traces)
    console.log(`${action} ${ruleName} ${notifyStatus}`)
} finally {
  await client.deleteRule(new sdk.DeleteRuleRequest({ eventBusName, ruleName }))
  receiver.close()
  receiver.closeAllConnections()
}
