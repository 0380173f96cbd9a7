import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { ACCESS_KEY, ADMIN_PASSWORD, API_KEY, serverForAll } from '../support/server.ts'

const EXAMPLES = fileURLToPath(new URL('../../docs/examples/', import.meta.url))

/** Runs a program of the docs as a reader would, and answers what it printed. */
function run(name: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [`${EXAMPLES}${name}`, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (text) => {
      output += text
    })
    child.stderr.on('data', (text) => {
      output += text
    })
    child.once('exit', (code) => resolve({ code, output }))
  })
}

describe('the examples of the docs run as printed', () => {
  const server = serverForAll({ env: { PARLEY_PUSH_ALLOW: '127.0.0.0/8' } })

  test('a Huawei-style client opens, follows, steers and ends a meeting', async () => {
    const { code, output } = await run('huawei-follow.mjs', [server.url, 'admin', ADMIN_PASSWORD])
    expect(output).toContain('AttendeesNotify full')
    expect(output).toMatch(/ConfDynamicInfoNotify full \d+ state Created lock 1/)
    expect(output).toMatch(/state Destroyed[\s\S]*closed 1000/)
    expect(code).toBe(0)
  })

  test('a guest without a browser enters and leaves, and a receiver is told of it', async () => {
    const receiver = run('eventbridge-receiver.mjs', [server.url, API_KEY, '4'])
    const listening = async (): Promise<number> => {
      const answer = await fetch(`${server.url}/api/v1/rules`, {
        headers: { authorization: `Bearer ${API_KEY}` },
      })
      return ((await answer.json()) as { data: unknown[] }).data.length
    }
    while ((await listening()) === 0) await new Promise((resolve) => setTimeout(resolve, 50))
    const guest = await run('gzb-guest.mjs', [server.links.guest, 'Li', '1'])
    expect(guest.output).toContain('inside as')
    expect(guest.output).toContain('closed 1000')
    expect(guest.code).toBe(0)
    const { code, output } = await receiver
    for (const action of ['meeting_start', 'member_join', 'member_leave', 'meeting_end'])
      expect(output).toContain(`"action":"${action}"`)
    expect(output).not.toContain('FORGED')
    expect(code).toBe(0)
    expect(await listening()).toBe(0)
  })

  test('a receiver of the enterprise webhook is verified, and told of a meeting', async () => {
    const { code, output } = await run('huawei-webhook.mjs', [server.url, 'admin', ADMIN_PASSWORD])
    expect(output).toMatch(/^meeting\.verify\nstatus 0\n/)
    for (const event of ['meeting.create', 'meeting.started', 'meeting.end'])
      expect(output).toMatch(new RegExp(`^${event} [1-9]\\d{8}$`, 'm'))
    expect(code).toBe(0)
  })

  test('the SDK of the cloud makes a rule, puts an event, and sees what became of it', async () => {
    const args = [new URL(server.url).host, ACCESS_KEY.id, ACCESS_KEY.secret]
    const { code, output } = await run('eventbridge-sdk.mjs', args)
    expect(output).toMatch(/PutEvent[\s\S]*FilterEvent example-\d+[\s\S]*PushEvent example-\d+ \[200\]Ok/)
    expect(code).toBe(0)
  })
})
