import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Mariadb, startMariadb } from '../../packages/server/src/drivers/store-sql/testing/mariadb.ts'
import { createApi } from '../support/api.ts'
import { startedConference } from '../support/huawei-client.ts'
import { checkFold, surviveKills } from '../support/kills.ts'
import { guestInside } from '../support/people.ts'
import { receiverForTest, verifySignature } from '../support/receiver.ts'
import { serverForTest } from '../support/server.ts'

describe('the whole server on a MariaDB', () => {
  let mariadb: Mariadb
  beforeAll(async () => {
    mariadb = await startMariadb()
  })
  afterAll(() => mariadb?.stop())

  test('people meet, a program follows and steers them, another is told by HTTP, and the next start finds it all', async () => {
    const server = await serverForTest({
      env: {
        PARLEY_DATABASE_URL: await mariadb.createDatabase('slice'),
        PARLEY_PUSH_ALLOW: '127.0.0.0/8',
      },
    })
    const receiver = await receiverForTest()
    const { secret } = await createApi(server).rule('all', receiver.url)
    // Four bytes a character: a column in the old "utf8" would lose it.
    const { info, control } = await startedConference(server, { subject: '周会 🎉' })
    const channel = await control.follow()
    const li = await guestInside(server, info.guestJoinUri, '李 🦜', { media: { audio: true, video: true } })
    await channel.until(() => channel.participant(li.memberId)?.NAME === '李 🦜', 'the guest')
    await control.mute(li.memberId, 1)
    await channel.until(() => channel.participant(li.memberId)?.MUTE === '1', 'the mute')
    expect(channel.problems).toEqual([])
    for (const push of await receiver.atLeast(3)) verifySignature(push, secret)
    expect(JSON.parse(JSON.parse(receiver.pushes[0]!.body).data).meetingName).toBe('周会 🎉')

    const before = await createApi(server).events()
    await server.stop()
    await server.start()
    const after = await createApi(server).events()
    expect(after.slice(0, before.length)).toEqual(before)
    await checkFold(server, after, info.conferenceID)
  })

  test('[L5] [L6] kills lose no acknowledged command, no event and no delivery, and nobody their place', {
    timeout: 120_000,
  }, async () => {
    const report = await surviveKills(['command.committed:60', 'delivery.answered:20', 'random'], {
      PARLEY_DATABASE_URL: await mariadb.createDatabase('kills'),
    })
    expect(report.commands).toBeGreaterThan(30)
    console.log(report)
  })
})
