// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of targets look like those of JavaScript

import { createPublicKey, verify } from 'node:crypto'
import { HOUR, type Target } from '@parley/core'
import { describe, expect, it } from 'vitest'
import * as operations from './operations.ts'
import { follows, house, newRule, newTarget } from './testing/house.ts'

/** The house with a rule of one target. */
async function aiming(part: object = {}) {
  const all = await house()
  const made = await all.call('POST', '/rules', { ...newRule, targets: [{ ...newTarget, ...part }] })
  const [target] = made.body.targets
  const kept = async (): Promise<Target> => (await all.pushStore.target(target.id))?.target as Target
  const types = async (): Promise<string[]> =>
    (await all.call('GET', '/events')).body.data.map(({ type }: { type: string }) => type)
  return { ...all, rule: made.body, target, path: `/targets/${target.id}`, kept, types }
}

describe('targets', () => {
  it('are added, shown, and deleted; a rule has five at most', async () => {
    const { call, rule, pushStore } = await aiming()
    const added = await call('POST', `/rules/${rule.id}/targets`, { ...newTarget, name: 'second' })
    expect(added.status).toBe(201)
    follows(operations.addTarget, added.body)
    expect(added.headers.location).toBe(`/api/v1/targets/${added.body.id}`)
    expect(added.body).toMatchObject({
      name: 'second',
      ruleId: rule.id,
      secret: expect.stringMatching(/^whsec_/),
    })
    const again = await call('POST', `/rules/${rule.id}/targets`, { ...newTarget, name: 'second' })
    expect(again.body.code).toBe('exists')
    for (const name of ['3', '4', '5'])
      await call('POST', `/rules/${rule.id}/targets`, { ...newTarget, name })
    const sixth = await call('POST', `/rules/${rule.id}/targets`, { ...newTarget, name: '6' })
    expect(sixth.body).toMatchObject({ status: 403, code: 'quota' })

    const shown = await call('GET', `/targets/${added.body.id}`)
    follows(operations.getTarget, shown.body)
    expect(shown.body).not.toHaveProperty('secret')
    expect((await call('DELETE', `/targets/${added.body.id}`)).status).toBe(204)
    expect((await call('GET', `/targets/${added.body.id}`)).status).toBe(404)
    expect((await pushStore.rule(rule.id))?.targets).toHaveLength(4)
    expect((await call('POST', '/rules/none/targets', newTarget)).status).toBe(404)
  })

  it('have every setting changed, and nothing else', async () => {
    const { call, path, kept } = await aiming()
    const before = await kept()
    const settings = {
      name: 'other',
      url: 'https://receiver.example/other',
      method: 'PUT',
      dialect: 'cloudevents-binary',
      body: { form: 'TEMPLATE', values: { t: '$.data.title' }, template: '{"text":"${t}"}' },
      contentType: 'application/json',
      retry: 'EXPONENTIAL_DECAY_RETRY',
      errorsTolerance: 'NONE',
      deadLetterBus: 'default',
      concurrency: 64,
      ratePerSecond: 0.5,
      order: 'none',
      timeoutMs: 1_000,
      extended: true,
    }
    for (const [name, value] of Object.entries(settings)) {
      const changed = await call('PATCH', path, { [name]: value })
      expect(changed.body, name).toMatchObject({ [name]: value, secret: null })
    }
    const { version: _, ...after } = await kept()
    expect(after).toEqual({ ...before, ...settings, version: undefined })
    const shown = await call('GET', path)
    follows(operations.getTarget, shown.body)
    expect(shown.body).toMatchObject(settings)
  })

  it('keep their headers sealed', async () => {
    const { call, path, kept, secrets } = await aiming({
      headers: { Authorization: 'Bearer abc', 'X-A': '1' },
    })
    expect((await call('GET', path)).body.headerNames).toEqual(['authorization', 'x-a'])
    const { sealedHeaders } = await kept()
    expect(sealedHeaders).not.toContain('abc')
    expect(JSON.parse(secrets.open(sealedHeaders ?? ''))).toEqual({ authorization: 'Bearer abc', 'x-a': '1' })
    const changed = await call('PATCH', path, { headers: { 'x-b': '2' } })
    expect(changed.body.headerNames).toEqual(['x-b'])
    expect((await call('PATCH', path, { headers: {} })).body.headerNames).toEqual([])
    expect((await kept()).sealedHeaders).toBeNull()
  })

  it('[D82] on condition change only as they were last seen; a failure meanwhile does no harm', async () => {
    const { call, path, kept, pushStore, target } = await aiming()
    const { etag } = (await call('GET', path)).headers as { etag: string }
    const { state, version } = await kept()
    const to = { ...state, failingSince: 1 }
    await pushStore.changeTargetState({ targetId: target.id, from: version, to, record: [] })
    const first = await call('PATCH', path, { timeoutMs: 2_000 }, { 'if-match': etag })
    expect(first.status).toBe(200)
    expect(first.headers.etag).not.toBe(etag)
    const late = await call('PATCH', path, { timeoutMs: 3_000 }, { 'if-match': etag })
    expect(late.body).toMatchObject({ status: 412, code: 'precondition-failed' })
    expect((await call('DELETE', path, undefined, { 'if-match': etag })).status).toBe(412)
    expect((await kept()).timeoutMs).toBe(2_000)
  })

  it.each([
    [{ url: 'https://private.example/' }, '/url'],
    [{ body: { form: 'JSONPATH', path: 'x' } }, '/body/path'],
    [{ headers: { host: 'x' } }, '/headers/host'],
    [{ deadLetterBus: 'parley' }, '/deadLetterBus'],
    [{ signing: { secret: 'whsec_' } }, '/signing'],
    [{ state: { is: 'running' } }, ''],
  ])('%j is refused with the place', async (body, pointer) => {
    const { call, path } = await aiming()
    const answer = await call('PATCH', path, body)
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid' })
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer)
  })
})

describe('signing', () => {
  it('[D83] rotates with an overlap: both secrets sign, then the new one alone', async () => {
    const { call, path, target, kept, secrets, clock } = await aiming()
    const rotated = await call('POST', `${path}/rotate`)
    follows(operations.rotateSecret, rotated.body)
    const { secret } = rotated.body
    expect(secret).toMatch(/^whsec_/)
    expect(secret).not.toBe(target.secret)
    const until = clock.now() + 24 * HOUR
    expect((await kept()).signing.secrets.map(({ sealed, until }) => [secrets.open(sealed), until])).toEqual([
      [secret, null],
      [target.secret, until],
    ])
    expect(rotated.body.signing.secrets).toMatchObject([
      { until: null },
      { until: new Date(until).toISOString() },
    ])
    clock.advance(24 * HOUR)
    expect((await call('GET', path)).body.signing.secrets).toMatchObject([{ until: null }])
    const given = 'whsec_ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8='
    const at = await call('POST', `${path}/rotate`, { overlapSeconds: 0, secret: given })
    expect(at.body.secret).toBe(given)
    expect((await kept()).signing.secrets.map(({ sealed }) => secrets.open(sealed))).toEqual([given])
  })

  it('[D83] does not pile up secrets', async () => {
    const { call, path } = await aiming()
    for (let times = 0; times < 3; times += 1) expect((await call('POST', `${path}/rotate`)).status).toBe(200)
    expect((await call('POST', `${path}/rotate`)).body).toMatchObject({ status: 409, code: 'conflict' })
  })

  it('shows of an Ed25519 key the public half only, and it is the right one', async () => {
    const { call, path, target, kept, secrets } = await aiming({ signing: { sets: ['ed25519'] } })
    expect(target.secret).toBeNull()
    const [{ publicKey }] = target.signing.secrets
    expect(publicKey).toMatch(/^whpk_/)
    const [sealed] = (await kept()).signing.secrets
    const secret = secrets.open(sealed?.sealed ?? '')
    expect(secret).toMatch(/^whsk_/)
    const { sign } = await import('node:crypto')
    const pkcs8 = Buffer.concat([
      Buffer.from('302e020100300506032b657004220420', 'hex'),
      Buffer.from(secret.slice(5), 'base64'),
    ])
    const signature = sign(null, Buffer.from('text'), { key: pkcs8, format: 'der', type: 'pkcs8' })
    const raw = Buffer.from(publicKey.slice(5), 'base64')
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw])
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    expect(verify(null, Buffer.from('text'), key, signature)).toBe(true)

    const both = await call('PATCH', path, { signing: { sets: ['standard', 'ed25519'] } })
    expect(both.body.secret).toMatch(/^whsec_/)
    expect(both.body.signing.secrets.map(({ set }: { set: string }) => set)).toEqual(['standard', 'ed25519'])
    const turned = await call('POST', `${path}/rotate`, { set: 'ed25519' })
    expect(turned.body.secret).toBeNull()
    const keys = turned.body.signing.secrets.flatMap(
      ({ publicKey: one }: { publicKey: string | null }) => one ?? [],
    )
    expect(keys).toHaveLength(2)
    expect(keys).toContain(publicKey)
    expect(JSON.stringify(turned.body)).not.toContain('whsk_')
  })

  it('whose key is gone is shown as such, and rotation heals it', async () => {
    const { call, path, pushStore, target } = await aiming({ headers: { 'x-a': '1' } })
    const signing = {
      sets: ['standard'],
      secrets: [{ sealed: 'lost', until: null }],
      sealedToken: null,
      trailingLf: true,
    } as const
    await pushStore.updateTarget(target.id, { signing, sealedHeaders: 'lost' }, 0)
    const shown = await call('GET', path)
    follows(operations.getTarget, shown.body)
    expect(shown.body).toMatchObject({ headerNames: [], signing: { secrets: [{ set: 'unreadable' }] } })
    const healed = await call('POST', `${path}/rotate`)
    expect(healed.body.signing.secrets).toMatchObject([{ set: 'standard' }])
  })

  it('keeps a token sealed, and forgets it when asked', async () => {
    const { call, path, kept, secrets } = await aiming({
      signing: { sets: ['aliyun-v2'], token: 'tok', trailingLf: false },
    })
    expect((await call('GET', path)).body.signing).toEqual({
      sets: ['aliyun-v2'],
      secrets: [],
      hasToken: true,
      trailingLf: false,
    })
    expect(secrets.open((await kept()).signing.sealedToken ?? '')).toBe('tok')
    const changed = await call('PATCH', path, { signing: { token: null } })
    expect(changed.body.signing).toMatchObject({ sets: ['aliyun-v2'], hasToken: false, trailingLf: false })
    expect((await call('POST', `${path}/rotate`, { set: 'standard' })).body.code).toBe('conflict')
  })
})

describe('the state of a target', () => {
  it('[D81] is paused and resumed by hand, and the log says so once each', async () => {
    const { call, path, types, clock, woken } = await aiming()
    const paused = await call('POST', `${path}/pause`, { note: 'moving house' })
    follows(operations.pauseTarget, paused.body)
    const since = new Date(clock.now()).toISOString()
    expect(paused.body.state).toEqual({ is: 'paused', why: 'asked', note: 'moving house', since })
    expect((await call('GET', '/rules?health=paused')).body.data).toHaveLength(1)
    await call('POST', `${path}/pause`)
    expect(await types()).toEqual(['TargetPaused'])
    // What is claimed ahead of its turn goes back at once.
    const before = woken()
    expect(before).toBeGreaterThan(0)
    clock.advance(5_000)
    const resumed = await call('POST', `${path}/resume`)
    follows(operations.resumeTarget, resumed.body)
    expect(resumed.body).toMatchObject({
      target: { state: { is: 'running', why: null, note: '' } },
      replayId: null,
    })
    expect(woken()).toBe(before + 1)
    await call('POST', `${path}/resume`)
    expect(await types()).toEqual(['TargetPaused', 'TargetResumed'])
    const { body } = await call('GET', '/events')
    follows(operations.listEvents, body)
    expect(body.data[1]).toMatchObject({ actor: { is: 'key', id: 'k' }, data: { targetName: 'hook' } })
  })

  it('[D81] with an open breaker is tried at once after a resume', async () => {
    const { call, path, kept, pushStore, target, clock, types } = await aiming()
    const { state, version } = await kept()
    const openUntil = clock.now() + 30_000
    const to = { ...state, failingSince: clock.now(), openUntil }
    await pushStore.changeTargetState({ targetId: target.id, from: version, to, record: [] })
    const shown = await call('GET', path)
    const until = new Date(openUntil).toISOString()
    expect(shown.body.health).toMatchObject({
      breaker: 'open',
      breakerUntil: until,
      failingSince: expect.any(String),
    })
    expect((await call('GET', '/rules?health=failing')).body.data).toHaveLength(1)
    clock.advance(30_000)
    expect((await call('GET', path)).body.health.breaker).toBe('half-open')
    expect((await call('POST', `${path}/resume`)).body.target.health.breaker).toBe('closed')
    expect(await types()).toEqual([])
  })

  it('is changed even when attempts change it at the same time', async () => {
    const { call, path, pushStore, kept, target } = await aiming()
    const change = pushStore.changeTargetState
    let meddling = 3
    pushStore.changeTargetState = async (asked) => {
      if (meddling-- > 0) {
        const { state, version } = await kept()
        await change({
          targetId: target.id,
          from: version,
          to: { ...state, failingSince: meddling },
          record: [],
        })
      }
      return change(asked)
    }
    expect((await call('POST', `${path}/pause`)).body).toMatchObject({
      state: { is: 'paused' },
      health: { failingSince: expect.any(String) },
    })
  })

  it('is resumed with a replay of what was missed', async () => {
    const { call, path, clock, replaying, target } = await aiming()
    const replaySince = new Date(clock.now()).toISOString()
    await call('POST', `${path}/pause`)
    const { body } = await call('POST', `${path}/resume`, { replaySince })
    expect(replaying()).toBe(1)
    const replay = await call('GET', `/replays/${body.replayId}`)
    expect(replay.body).toMatchObject({ targetId: target.id, from: replaySince, state: 'running' })
  })
})

describe('trying a target', () => {
  it('[D84] a test event is a delivery like any other', async () => {
    const { call, path, rule, target, pushStore, woken } = await aiming()
    const { status, body } = await call('POST', `${path}/test`)
    expect(status).toBe(202)
    follows(operations.testTarget, body)
    expect(body).toMatchObject({
      eventType: 'io.parley.Test.v1',
      eventSource: 'urn:parley',
      ruleId: rule.id,
      targetId: target.id,
      status: 'pending',
    })
    expect(woken()).toBe(1)
    const detail = await call('GET', `/deliveries/${body.id}`)
    expect(JSON.parse(detail.body.body)).toMatchObject({ type: 'io.parley.Test.v1', data: { test: true } })
    expect(await pushStore.cursor()).toBe(0)
    expect((await call('GET', path)).body.health).toMatchObject({
      pending: 1,
      oldestPendingAt: expect.any(String),
    })
  })

  it('[D84] is owed also while the matcher moves on', async () => {
    const { call, path, pushStore } = await aiming()
    const cursor = pushStore.cursor
    let races = 3
    pushStore.cursor = async () => {
      const at = await cursor()
      if (races-- > 0) await pushStore.advance(at, at + 1, [])
      return at
    }
    expect((await call('POST', `${path}/test`)).status).toBe(202)
    expect((await call('GET', '/deliveries')).body.data).toHaveLength(1)
  })

  it('a paused target is not tried', async () => {
    const { call, path } = await aiming()
    await call('POST', `${path}/pause`)
    expect((await call('POST', `${path}/test`)).body).toMatchObject({ status: 409, code: 'conflict' })
  })

  it('the handshake is shown as it went, and changes nothing', async () => {
    const { call, path, kept } = await aiming()
    const before = await kept()
    const { body } = await call('POST', `${path}/verify`)
    follows(operations.verifyTarget, body)
    expect(body).toEqual({ consented: true, ratePerMinute: null, status: 200, why: null })
    expect(await kept()).toEqual(before)
    await call('PATCH', path, { url: 'https://other.example/' })
    expect((await call('POST', `${path}/verify`)).body).toMatchObject({
      consented: false,
      why: expect.any(String),
    })
  })

  it.each(['pause', 'resume', 'rotate', 'test', 'verify'])('%s of nothing is 404', async (verb) => {
    const { call } = await house()
    expect((await call('POST', `/targets/none/${verb}`)).body).toMatchObject({
      status: 404,
      code: 'not-found',
    })
  })
})
