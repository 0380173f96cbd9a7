import { expect, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { eventually } from '../support/eventually.ts'
import { startedConference } from '../support/huawei-client.ts'
import { guestInside } from '../support/people.ts'
import { receiverForTest } from '../support/receiver.ts'
import { serverForTest } from '../support/server.ts'

test('[AL] 3.6 a target that stays down gets four attempts in 30 to 60 s; what is exhausted stays and can be sent again', {
  timeout: 120_000,
}, async () => {
  const server = await serverForTest({ env: { PARLEY_PUSH_ALLOW: '127.0.0.0/8' } })
  const receiver = await receiverForTest()
  receiver.answer(() => ({ status: 503 }))
  const api = createApi(server)
  const rule = await api.rule('down', receiver.url, { type: [{ suffix: ':MemberStateEvent' }] })
  const { info } = await startedConference(server)
  await guestInside(server, info.guestJoinUri, 'Li')
  const { id } = await eventually(
    async () => (await api.deliveries({ rule: rule.id, status: 'exhausted' }))[0],
    {
      withinMs: 70_000,
      everyMs: 500,
      what: 'the last attempt',
    },
  )
  expect((await api.delivery(id)).attempts.map(({ status }) => status)).toEqual([503, 503, 503, 503])
  const took = receiver.pushes.at(-1)!.at - receiver.pushes[0]!.at
  expect(took).toBeGreaterThanOrEqual(30_000)
  expect(took).toBeLessThan(65_000)
  await server.kill()
  receiver.answer(() => ({}))
  await server.start()
  expect((await api.call('POST', `/deliveries/${id}/resend`)).status).toBe(202)
  await eventually(async () => (await api.delivery(id)).status === 'delivered')
  expect(new Set(receiver.pushes.map((push) => push.id)).size).toBe(1)
})
