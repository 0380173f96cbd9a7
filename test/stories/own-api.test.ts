import { createPublicKey, verify } from 'node:crypto'
import { type CloudEvent, HTTP } from 'cloudevents'
import { describe, expect, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { eventually } from '../support/eventually.ts'
import { startedConference } from '../support/huawei-client.ts'
import { guestInside } from '../support/people.ts'
import { type Push, receiverForTest, verifySignature } from '../support/receiver.ts'
import { serverForAll } from '../support/server.ts'

type Target = { id: string; secret: string | null; state: { is: string }; health: Record<string, unknown> }
type Rule = { id: string; targets: Target[] }
type Dead = { id: string; eventId: string; lastAttempt: { status: number } }

/** As the reference library reads it. */
function received({ body, headers }: Push): CloudEvent<{ title?: string; amount?: number }> {
  const event = HTTP.toEvent<{ title?: string; amount?: number }>({ body, headers })
  if (Array.isArray(event)) throw new Error('one event was expected')
  return event as CloudEvent<{ title?: string; amount?: number }>
}

describe('a program runs its pushes by our own API', () => {
  const server = serverForAll({ env: { PARLEY_PUSH_ALLOW: '127.0.0.0/8', PARLEY_PATTERN_LENGTH: '3000' } })
  const api = () => {
    const { call, events } = createApi(server)
    const ask = async <T>(
      method: string,
      path: string,
      body?: unknown,
      status = [200, 201, 202, 204],
    ): Promise<T> => {
      const answer = await call<T>(method, path, body === undefined ? {} : { body })
      expect(status, `${method} ${path}: ${answer.text}`).toContain(answer.status)
      return answer.json
    }
    const rule = (name: string, url: string, part: object = {}, target: object = {}): Promise<Rule> =>
      ask('POST', '/rules', { name, pattern: {}, targets: [{ url, ...target }], ...part })
    return { call, ask, rule, events }
  }

  test('tried on what has happened, then told of everything as CloudEvents, meeting by meeting in order', async () => {
    const { ask, rule, events } = api()
    const receiver = await receiverForTest()
    const { info } = await startedConference(server, { subject: 'first' })
    const scope = { conferenceId: info.conferenceID }
    const pattern = { type: [{ prefix: 'io.parley.Conference' }] }
    const tried = await ask<{ matched: number; data: { id: string; matched: boolean }[] }>(
      'POST',
      '/patterns/try',
      {
        pattern,
        scope,
      },
    )
    const mine = (await events()).filter(({ conferenceId }) => conferenceId === info.conferenceID)
    const scheduled = mine.filter(({ type }) => type === 'ConferenceScheduled').map(({ id }) => id)
    expect(tried.data.filter(({ matched }) => matched).map(({ id }) => id)).toEqual(scheduled)

    const made = await rule('own', receiver.url, { scope })
    const li = await guestInside(server, info.guestJoinUri, 'Li')
    await li.conference.leave()
    const after = (await events()).filter(({ position }) => position > (mine.at(-1)?.position ?? 0))
    const told = after.filter(({ conferenceId }) => conferenceId === info.conferenceID)
    const pushes = await receiver.atLeast(told.length)
    expect(pushes.map(received).map(({ id, type, sequence }) => [id, type, Number(sequence)])).toEqual(
      told.map(({ id, type, revision }) => [id, `io.parley.${type}.v1`, revision]),
    )
    for (const push of pushes) verifySignature(push, made.targets[0]?.secret ?? '')
    await ask('DELETE', `/rules/${made.id}`)
  })

  test('pausing loses nothing: what was kept goes out after the resume, and a replay sends the rest again', async () => {
    const { ask, rule } = api()
    const receiver = await receiverForTest()
    const { info } = await startedConference(server, { subject: 'second' })
    const pattern = { type: ['io.parley.ParticipantJoined.v1'] }
    const { targets } = await rule('kept', receiver.url, {
      pattern,
      scope: { conferenceId: info.conferenceID },
    })
    const path = `/targets/${targets[0]?.id}`
    const since = new Date(Date.now() - 1_000).toISOString()
    await guestInside(server, info.guestJoinUri, 'One')
    await receiver.atLeast(1)
    await ask('POST', `${path}/pause`)
    await guestInside(server, info.guestJoinUri, 'Two')
    await eventually(async () => (await ask<Target>('GET', path)).health.pending === 1)
    expect(receiver.pushes).toHaveLength(1)
    const { replayId } = await ask<{ replayId: string }>('POST', `${path}/resume`, { replaySince: since })
    const pushes = await receiver.atLeast(3)
    await eventually(
      async () => (await ask<{ state: string }>('GET', `/replays/${replayId}`)).state === 'done',
    )
    const replayed = pushes.filter(({ headers }) => headers['x-parley-replay'] === replayId)
    expect(replayed.map(({ id }) => id)).toEqual([pushes[0]?.id])
    expect(new Set(pushes.map(({ id }) => id)).size).toBe(2)
    expect(receiver.pushes).toHaveLength(3)
    const dry = { target: targets[0]?.id, from: since, dryRun: true }
    expect(await ask('POST', '/replays', dry)).toEqual({ replay: null, count: 2, complete: true })
  })

  test('a secret is replaced under two signatures, Ed25519 beside; a test event is signed like any other', async () => {
    const { ask, rule } = api()
    const receiver = await receiverForTest()
    const signing = { sets: ['standard', 'ed25519'] }
    const { targets } = await rule('signed', receiver.url, { enabled: false }, { signing })
    const path = `/targets/${targets[0]?.id}`
    const rotated = await ask<{ secret: string; signing: { secrets: { publicKey: string | null }[] } }>(
      'POST',
      `${path}/rotate`,
    )
    await ask('POST', `${path}/test`)
    const [push] = await receiver.atLeast(1)
    verifySignature(push!, targets[0]?.secret ?? '')
    verifySignature(push!, rotated.secret)
    expect(received(push!)).toMatchObject({ type: 'io.parley.Test.v1', source: 'urn:parley' })

    const publicKey = rotated.signing.secrets.flatMap((one) => one.publicKey ?? [])[0] ?? ''
    const raw = Buffer.from(publicKey.slice('whpk_'.length), 'base64')
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw])
    const signatures = String(push!.headers['webhook-signature']).split(' ')
    const ed25519 = signatures.find((one) => one.startsWith('v1a,'))?.slice(4) ?? ''
    const text = `${push!.id}.${push!.headers['webhook-timestamp']}.${push!.body}`
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    expect(verify(null, Buffer.from(text), key, Buffer.from(ed25519, 'base64'))).toBe(true)
    expect(signatures).toHaveLength(3)
  })

  test('410 stops a target, seen by everybody; its dead letter is resent under its own id when it is back', async () => {
    const { ask, rule } = api()
    const receiver = await receiverForTest()
    receiver.answer(() => ({ status: 410 }))
    const { info } = await startedConference(server, { subject: 'third' })
    const made = await rule('gone', receiver.url, {
      pattern: { type: ['io.parley.ParticipantJoined.v1'] },
      scope: { conferenceId: info.conferenceID },
    })
    const path = `/targets/${made.targets[0]?.id}`
    await guestInside(server, info.guestJoinUri, 'Li')
    const paused = await eventually(async () => {
      const target = await ask<Target>('GET', path)
      return target.state.is === 'paused' && target
    })
    expect(paused).toMatchObject({ state: { why: 'gone' }, health: { exhausted: 1 } })
    expect((await ask<{ data: Rule[] }>('GET', '/rules?health=paused')).data.map(({ id }) => id)).toContain(
      made.id,
    )
    const dead = await ask<{ data: Dead[] }>('GET', `/dead-letters?target=${made.targets[0]?.id}`)
    expect(dead.data).toMatchObject([{ eventId: receiver.pushes[0]?.id, lastAttempt: { status: 410 } }])

    receiver.answer(() => ({}))
    await ask('POST', `${path}/resume`)
    expect(await ask('POST', '/dead-letters/resend', { rule: made.id })).toEqual({ count: 1 })
    const pushes = await receiver.atLeast(2)
    expect(pushes[1]?.id).toBe(pushes[0]?.id)
    await eventually(async () => (await ask<Target>('GET', path)).health.exhausted === 0)
  })

  test('events of its own go over a bus of its own, under their own ids', async () => {
    const { ask, rule, call } = api()
    const receiver = await receiverForTest()
    await ask('POST', '/buses', { name: 'orders' })
    await rule('orders', receiver.url, {
      bus: 'orders',
      pattern: { type: ['shop.order.paid'], data: { amount: [{ numeric: ['>', 10] }] } },
    })
    const event = { specversion: '1.0', source: 'urn:shop', type: 'shop.order.paid', tenant: 'a' }
    const batch = [12.5, 7, 20].map((amount, at) => ({ ...event, id: `o${at}`, data: { amount } }))
    await ask('POST', '/events?bus=orders', batch)
    const pushes = await receiver.atLeast(2)
    expect(
      pushes
        .map(received)
        .map(({ id, source, tenant, data }) => [id, source, tenant, data?.amount])
        .sort(),
    ).toEqual([
      ['o0', 'urn:shop', 'a', 12.5],
      ['o2', 'urn:shop', 'a', 20],
    ])
    const forged = await call<{ code: string }>('POST', '/events?bus=orders', {
      body: { ...event, id: 'x', source: 'urn:parley' },
    })
    expect([forged.status, forged.json.code]).toEqual([400, 'invalid'])
    expect((await call('DELETE', '/buses/orders')).status).toBe(409)
  })

  test('a person is forgotten: in the log and in what was sent, and not while the meeting goes on', async () => {
    const { ask, rule, call, events } = api()
    const receiver = await receiverForTest()
    const { info, program } = await startedConference(server, { subject: 'fourth' })
    const { id } = await rule('all', receiver.url, { scope: { conferenceId: info.conferenceID } })
    await guestInside(server, info.guestJoinUri, 'Zhang Xiaoming')
    const joined = await eventually(async () =>
      (await events()).find(({ actor }) => actor.name === 'Zhang Xiaoming'),
    )
    const person = { guestId: joined.actor.id }
    expect((await call('POST', '/erasures', { body: { person } })).status).toBe(409)
    const query = { conferenceID: info.conferenceID, type: 1 }
    expect((await program.call('DELETE', '/v1/mmc/management/conferences', { query })).status).toBe(200)
    await eventually(async () => {
      const { data } = await ask<{ data: unknown[] }>('GET', `/deliveries?status=pending&rule=${id}`)
      return (
        data.length === 0 &&
        receiver.pushes.some(({ body }) => body.includes('io.parley.ConferenceCancelled.v1'))
      )
    })
    expect(receiver.pushes.some(({ body }) => body.includes('Zhang Xiaoming'))).toBe(true)
    const erased = await ask<{ events: number; deliveries: number; conferenceIds: string[] }>(
      'POST',
      '/erasures',
      { person },
    )
    expect(erased.conferenceIds).toEqual([info.conferenceID])
    expect(erased.events).toBeGreaterThan(0)
    expect(JSON.stringify(await events())).not.toContain('Zhang Xiaoming')
    const { data } = await ask<{ data: { id: string; erased: boolean }[] }>('GET', `/deliveries?rule=${id}`)
    const blanked = data.filter((one) => one.erased)
    expect(blanked).toHaveLength(erased.deliveries)
    const kept = await Promise.all(data.map((one) => ask<{ body: string }>('GET', `/deliveries/${one.id}`)))
    expect(kept.filter(({ body }) => body.includes('Zhang Xiaoming'))).toEqual([])
    expect(await ask('GET', `/deliveries/${blanked[0]?.id}`)).toMatchObject({
      body: '',
      attempts: [{ response: '' }],
    })
    expect((await call('POST', `/deliveries/${blanked[0]?.id}/resend`)).status).toBe(409)
  })

  test('a receiver is asked whether it wants events, by whom, and how many', async () => {
    const { ask, rule } = api()
    const receiver = await receiverForTest()
    const { id, targets } = await rule('asking', receiver.url, { enabled: false })
    const verify = () => ask('POST', `/targets/${targets[0]!.id}/verify`)
    expect(await verify()).toMatchObject({ consented: false, ratePerMinute: null, status: 200 })
    const origin = new URL(server.url).host
    const headers = { 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '120' }
    receiver.answer(() => ({ headers }))
    expect(await verify()).toEqual({ consented: true, ratePerMinute: 120, status: 200, why: null })
    await ask('POST', `/targets/${targets[0]!.id}/test`)
    const [first, second, push] = await receiver.atLeast(3)
    for (const request of [first, second, push])
      expect(request!.headers['webhook-request-origin']).toBe(origin)
    expect(received(push!).type).toBe('io.parley.Test.v1')
    await ask('DELETE', `/rules/${id}`)
  })

  test('patterns may be as long as the operator allows', async () => {
    const { ask, rule } = api()
    const ofLength = (length: number) => ({ subject: ['x'.repeat(length - '{"subject":[""]}'.length)] })
    const { id } = await rule('long', 'https://example.org/', { pattern: ofLength(3_000) })
    await ask('DELETE', `/rules/${id}`)
    const long = { name: 'longer', pattern: ofLength(3_001), targets: [] }
    expect(await ask('POST', '/rules', long, [400])).toMatchObject({
      errors: [{ pointer: '/pattern', detail: 'must not be longer than 3000 characters' }],
    })
  })

  test('two who change one rule do not undo each other', async () => {
    const { rule, call } = api()
    const { id } = await rule('shared', 'http://127.0.0.1:9999/hook', { enabled: false })
    const read = await call('GET', `/rules/${id}`)
    const headers = { 'if-match': String(read.headers.get('etag')) }
    expect((await call('PATCH', `/rules/${id}`, { body: { description: 'mine' }, headers })).status).toBe(200)
    expect((await call('PATCH', `/rules/${id}`, { body: { description: 'yours' }, headers })).status).toBe(
      412,
    )
    expect((await call<{ description: string }>('GET', `/rules/${id}`)).json.description).toBe('mine')
  })
})
