import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { eventually } from '../support/eventually.ts'
import { startedConference } from '../support/huawei-client.ts'
import { guestInside } from '../support/people.ts'
import { receiverForTest, verifySignature } from '../support/receiver.ts'
import { API_KEY, serverForTest } from '../support/server.ts'

const PARLEY = fileURLToPath(new URL('../../packages/client/bin/parley.mjs', import.meta.url))
const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`

/** The command line as its reader runs it. */
function parley(args: readonly string[], env: Record<string, string> = {}) {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [PARLEY, ...args], {
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  onTestFinished(() => void (child.exitCode === null && child.kill('SIGKILL')))
  return {
    said,
    ended,
    interrupt: () => child.kill('SIGINT'),
    readNoMore: () => child.stdout.destroy(),
    lines: () => said.out.split('\n').slice(0, -1),
  }
}

describe('parley listen', () => {
  test('hands every event on to a receiver, signed, in order, over a restart of the server, until Ctrl-C', {
    timeout: 90_000,
  }, async () => {
    const server = await serverForTest()
    const receiver = await receiverForTest()
    // Some are refused, one is cut: told, and not repeated.
    receiver.answer(({ body }) => (body.includes('LockChanged') ? { status: 500 } : {}))
    const command = parley(['listen', '--forward-to', `${receiver.url}/hook`, '--server', server.url], {
      PARLEY_API_KEY: API_KEY,
      PARLEY_WEBHOOK_SECRET: SECRET,
    })
    await eventually(() => command.said.err.includes('Following'), {
      withinMs: 20_000,
      seen: () => command.said,
    })
    const meeting = async (): Promise<void> => {
      const { info, control } = await startedConference(server, { subject: '周会' })
      const guest = await guestInside(server, info.guestJoinUri, 'Li')
      await control.lock(1)
      await guest.conference.leave()
    }
    // It begins now, and nobody can say when that is: the first event it tells of is where the comparison begins.
    await eventually(
      async () => {
        await meeting()
        return receiver.pushes.length > 0
      },
      { everyMs: 200, withinMs: 20_000 },
    )
    await server.kill()
    await server.start()
    await meeting()
    const log = await createApi(server).events()
    const last = log.at(-1)!.id
    await eventually(() => receiver.pushes.some(({ id }) => id === last), {
      withinMs: 30_000,
      seen: () => command.said,
    })
    const from = log.findIndex(({ id }) => id === receiver.pushes[0]!.id)
    expect(receiver.pushes.map(({ id }) => id)).toEqual(log.slice(from).map(({ id }) => id))
    for (const [at, push] of receiver.pushes.entries()) {
      verifySignature(push, SECRET)
      expect(push.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8')
      expect(JSON.parse(push.body)).toMatchObject({
        specversion: '1.0',
        id: push.id,
        type: `io.parley.${log[from + at]!.type}.v1`,
      })
    }
    await eventually(() => command.lines().length === receiver.pushes.length)
    command.interrupt()
    expect(await command.ended).toBe(0)
    for (const [at, line] of command.lines().entries()) {
      const { type, id } = log[from + at]!
      expect(line).toContain(`io.parley.${type}.v1`)
      expect(line).toContain(id)
      expect(line).toMatch(type === 'LockChanged' ? /→ 500 in \d+ ms$/ : /→ 200 in \d+ ms$/)
    }
    const refused = receiver.pushes.filter(({ body }) => body.includes('LockChanged')).length
    expect(command.said.err).toContain(`${receiver.pushes.length} events, ${refused} not taken`)
  })

  test('draws a secret when none is given, filters, goes on behind a cursor, prints JSON, and outlives its receiver', async () => {
    const server = await serverForTest()
    const receiver = await receiverForTest()
    const pattern = '{"type":["io.parley.ConferenceScheduled.v1"]}'
    const first = Buffer.from('p0').toString('base64url')
    const line = [
      'listen',
      '--server',
      server.url,
      '--key',
      API_KEY,
      '--pattern',
      pattern,
      '--after',
      first,
      '--json',
    ]
    const command = parley([...line, '--forward-to', receiver.url])
    const { info } = await startedConference(server)
    const push = await eventually(
      () => receiver.pushes.find(({ body }) => body.includes(info.conferenceID)),
      {
        withinMs: 20_000,
        seen: () => command.said,
      },
    )
    const secret = /whsec_\S+/.exec(command.said.err)?.[0] ?? ''
    verifySignature(push, secret)
    expect(command.lines().map((text) => JSON.parse(text).type)).toEqual(
      command.lines().map(() => 'io.parley.ConferenceScheduled.v1'),
    )
    // Its answer has arrived too.
    await eventually(() => command.lines().some((text) => text.includes(info.conferenceID)))
    await receiver.close()
    const before = command.lines().length
    await startedConference(server)
    await eventually(() => command.lines().length > before)
    command.interrupt()
    expect(await command.ended).toBe(0)
    expect(command.said.err).toMatch(/\d+ events, 1 not taken/)
  })

  test('names events from outside as the server itself does when it posts them', async () => {
    const server = await serverForTest({ env: { PARLEY_PUSH_ALLOW: '127.0.0.0/8' } })
    const api = createApi(server)
    const [pushed, listened] = [await receiverForTest(), await receiverForTest()]
    expect((await api.call('POST', '/buses', { body: { name: 'shop' } })).status).toBe(201)
    await api.rule('shop', pushed.url, {}, { bus: 'shop', dialect: 'cloudevents', order: 'meeting' })
    const line = ['listen', '--bus', 'shop', '--server', server.url, '--key', API_KEY]
    parley([...line, '--after', Buffer.from('p0').toString('base64url'), '--forward-to', listened.url])
    const ids = ['order-1', 'a.b', '订单 2', 'x'.repeat(128)]
    for (const id of ids) {
      const body = {
        specversion: '1.0',
        id,
        source: 'urn:shop',
        type: 'sold',
        data: { price: 1.5 },
      }
      expect((await api.call('POST', '/events', { query: { bus: 'shop' }, body })).status).toBe(202)
    }
    await pushed.atLeast(ids.length, { withinMs: 20_000 })
    await listened.atLeast(ids.length, { withinMs: 20_000 })
    // A push of no meeting has no order.
    const comparable = ({ pushes }: typeof pushed) =>
      pushes
        .map(({ id, body, headers }) => [id, JSON.parse(body), headers['content-type']])
        .sort(([one], [other]) => String(one).localeCompare(String(other)))
    expect(comparable(listened)).toEqual(comparable(pushed))
    expect(listened.pushes.map(({ body }) => JSON.parse(body).id)).toEqual(ids)
    // What others write must not steer the terminal.
    const steering = { specversion: '1.0', id: 'x', source: 'urn:shop', type: 'sold\u001b[31m' }
    expect((await api.call('POST', '/events', { query: { bus: 'shop' }, body: steering })).status).toBe(400)
  })

  test('ends at once at Ctrl-C though its receiver hangs, and quietly when nobody reads what it prints', async () => {
    const server = await serverForTest()
    const receiver = await receiverForTest()
    receiver.answer(() => 'hang')
    const line = [
      'listen',
      '--server',
      server.url,
      '--key',
      API_KEY,
      '--after',
      Buffer.from('p0').toString('base64url'),
    ]
    await startedConference(server)
    const hanging = parley([...line, '--forward-to', receiver.url])
    await receiver.atLeast(1, { withinMs: 20_000 })
    const at = performance.now()
    hanging.interrupt()
    expect(await hanging.ended).toBe(0)
    expect(performance.now() - at).toBeLessThan(4_000)
    const unread = parley(line)
    unread.readNoMore()
    await eventually(() => unread.said.err.includes('Following'), { withinMs: 20_000 })
    await startedConference(server)
    expect(await unread.ended).toBe(0)
    expect(unread.said.err).not.toContain('EPIPE')
  })

  test('says what is wrong and ends: 1 when the server refuses, 2 when the line cannot be understood', async () => {
    const server = await serverForTest()
    const wrongKey = parley(['listen', '--server', server.url, '--key', 'another'])
    expect(await wrongKey.ended).toBe(1)
    expect(wrongKey.said.err).toContain('there is no such API key')
    const wrong: [string[], string][] = [
      [['listen'], 'an API key is needed'],
      [['listen', '--key', 'k', '--forward-to', 'localhost:3000'], '--forward-to must be an address'],
      [['listen', '--key', 'k', '--pattern', '{'], '--pattern is no JSON'],
      [['listen', '--key', 'k', '--forward-to', 'http://x', '--secret', 'abc'], '--secret must be'],
      [['listen', '--key', 'k', '--surprise'], '--surprise'],
      [['dance'], 'there is no command dance'],
    ]
    for (const [args, why] of wrong) {
      const command = parley(args)
      expect(await command.ended, args.join(' ')).toBe(2)
      expect(command.said.err).toContain(why)
    }
    const help = parley(['--help'])
    expect(await help.ended).toBe(0)
    expect(help.said.out).toContain('--forward-to')
  })
})
