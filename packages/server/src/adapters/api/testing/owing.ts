import { house, newRule } from './house.ts'

/** The house with a rule whose target is owed `count` events; the first `failed` of them are dead letters after one attempt. */
export async function owing(count: number, failed = 1) {
  const all = await house()
  const { call, pushStore, clock } = all
  const { body: rule } = await call('POST', '/rules', newRule)
  const [target] = rule.targets
  const deliveries = Array.from({ length: count }, (_, at) => ({
    id: `d${at}`,
    bus: rule.bus,
    ruleId: rule.id,
    targetId: target.id,
    ruleName: rule.name,
    targetName: target.name,
    url: target.url,
    eventId: `e${at}`,
    eventSource: 'urn:parley',
    eventType: at % 2 ? 'odd' : 'even',
    position: 1,
    headers: { 'content-type': 'application/cloudevents+json' },
    body: `body ${at}`,
    orderKey: null,
    replayId: at === 5 ? 'replay' : null,
    dueAt: clock.now(),
    createdAt: clock.now() + at,
  }))
  await pushStore.advance(0, 1, deliveries)
  if (failed > 0) await pushStore.claim('w', clock.now(), 1_000, [{ targetId: target.id, limit: failed }])
  for (let at = 0; at < failed; at += 1) {
    const attempt = {
      id: `a${at}`,
      deliveryId: `d${at}`,
      startedAt: clock.now(),
      durationMs: 7,
      method: 'POST',
      url: target.url,
      requestHeaders: { 'webhook-id': `e${at}`, 'webhook-signature': 'v1,…' },
      status: 500,
      error: 'the target answered 500',
      responseHeaders: { server: 'test' },
      response: 'oops',
      nextAt: null,
    }
    await pushStore.settle('w', attempt, { status: 'exhausted', dueAt: null })
  }
  return { ...all, rule, target }
}
