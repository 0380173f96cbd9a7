import { readFileSync } from 'node:fs'
import { HOME_TENANT } from '@parley/core'
import { methods } from '@parley/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { API_KEY, createKit, type Kit, PASSWORD } from '../testing/kit.ts'

let kit: Kit

beforeEach(async () => {
  kit = await createKit()
  // A meeting beside the one of the examples.
  await kit.create()
})
afterEach(async () => {
  await kit.close()
  expect(kit.faults).toEqual([])
})

type Example = {
  section: string
  as?: 'user' | 'admin' | 'key' | 'guest'
  request: object
  answer: { result?: unknown }
}
const examples = JSON.parse(
  readFileSync(new URL('../fixtures/rpc.json', import.meta.url), 'utf8'),
) as Example[]

/** `<any>` stands for what no two servers have alike. */
function wildcards(value: unknown): unknown {
  if (value === '<any>') return expect.anything()
  if (Array.isArray(value)) return value.map(wildcards)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, wildcards(child)]))
}

/** A meeting in which the user is chair, a guest is inside and another one waits; what the examples call them. */
async function meetingOf(user: string) {
  const { confId, joinUrl, hostPassword } = await kit.rpc('conference.create', { confName: 'Examples' }, user)
  const chair = await kit.inside(user, confId)
  const guest = (await kit.guest(joinUrl)).accessToken
  const inside = await kit.inside(guest, confId, { displayName: 'Li' })
  await chair.line.call('conference.update', { confId, settings: { waitingRoom: true } })
  const outside = await kit.waiting((await kit.guest(joinUrl)).accessToken, confId, { displayName: 'Mei' })
  const names = {
    '<confId>': confId,
    '<hostPassword>': hostPassword ?? '',
    '<chair>': chair.joined.memberId,
    '<guest>': inside.joined.memberId,
    '<waiting>': outside.joined.memberId,
  }
  return { names, guest }
}

function named(all: readonly Example[], names: Readonly<Record<string, string>>): Example[] {
  const text = Object.entries(names).reduce(
    (done, [name, id]) => done.replaceAll(name, id),
    JSON.stringify(all),
  )
  return JSON.parse(text) as Example[]
}

describe('the examples of the document', () => {
  it('are answered as they stand there', async () => {
    await kit.ground.directory.create({
      id: kit.ground.ids.userId(),
      tenantId: HOME_TENANT,
      account: 'u1074304',
      name: '张三',
      mobile: '',
      email: '',
      admin: false,
      createdAt: kit.clock.now(),
      password: PASSWORD,
    })
    await kit.user('root', { admin: true })
    const user = (await kit.signIn('u1074304')).accessToken
    const { names, guest } = await meetingOf(user)
    const tokens = { user, guest, admin: (await kit.signIn('root')).accessToken, key: API_KEY }
    for (const { section, as, request, answer } of named(examples, names)) {
      const got = (await kit.post('/gzbwclient/jsonrpc', request, as && tokens[as])).json()
      expect(got, section).toEqual(wildcards(answer))
      const spec = methods[(request as { method: keyof typeof methods }).method]
      if ('result' in answer) expect(spec.result.parse(got.result), section).toEqual(got.result)
    }
  })
})
