import { describe, expect, it } from 'vitest'
import { type Console, createConsole } from './console.ts'
import { ApiRefusal, type ConsoleApi, type RuleView } from './console-api.ts'
import { addressOf, NO_FILTER } from './place.ts'

const rule = { id: 'r1', name: 'one', enabled: true, targets: [], warnings: [] } as unknown as RuleView

type Answers = Partial<Record<keyof ConsoleApi, (...input: never[]) => unknown>>

function setUp(answers: Answers = {}, { path = '/console', signedIn = true } = {}) {
  const calls: unknown[][] = []
  let known = signedIn
  let url = new URL(path, 'http://localhost')
  const defaults: Answers = { buses: () => [], rules: () => [rule], rule: () => rule }
  const api = new Proxy({} as ConsoleApi, {
    get:
      (_, name: keyof ConsoleApi) =>
      async (...input: never[]) => {
        calls.push([name, ...input])
        return (answers[name] ?? defaults[name])?.(...input)
      },
  })
  const model: Console = createConsole({
    api,
    session: {
      restore: async () => known,
      signIn: async ({ userId, password }) => {
        if (password !== 'right') throw Object.assign(new Error('no'), { code: 615 })
        known = true
        return { name: userId } as never
      },
      signOut: async () => {
        known = false
      },
      getState: () =>
        (known ? { is: 'signed-in', userId: 'admin', name: 'Admin' } : { is: 'signed-out' }) as never,
    },
    wasSignedIn: () => signedIn,
    address: {
      url: () => url,
      push: (next) => {
        url = new URL(next, url)
      },
    },
    explain: () => ({ key: 'error.wrongCredentials' }),
  })
  return {
    model,
    calls,
    state: () => model.store.get(),
    path: () => `${url.pathname}${url.search}`,
    expire: () => {
      known = false
    },
  }
}

describe('signing in', () => {
  it('is asked for, says what was wrong, and leads to the place of the address', async () => {
    const { model, state } = setUp(
      { delivery: () => ({ id: 'd1' }) },
      { path: '/console/deliveries/d1', signedIn: false },
    )
    await model.start()
    expect(state().account).toEqual({ is: 'out', problem: null })
    await model.signIn('admin', 'wrong')
    expect(state().account).toMatchObject({ is: 'out', problem: { by: 'pages' } })
    await model.signIn(' admin ', 'right')
    expect(state()).toMatchObject({ account: { is: 'in', name: 'admin' }, delivery: { id: 'd1' } })
  })

  it('is taken up again after a reload, and given up', async () => {
    const { model, state } = setUp()
    await model.start()
    expect(state()).toMatchObject({ account: { is: 'in', name: 'Admin' }, rules: [rule] })
    await model.signOut()
    expect(state()).toMatchObject({ account: { is: 'out', problem: null }, rules: null })
  })

  it('that is no administrator’s, or has run out, leads back to the form with the reason', async () => {
    const refused = () => {
      throw new ApiRefusal(401, 'no such key')
    }
    const { model, state, expire } = setUp({ rules: refused, deliveries: refused })
    await model.start()
    expect(state().account).toMatchObject({ is: 'out', problem: { message: { key: 'notAdmin' } } })
    expire()
    await model.go({ is: 'deliveries', filter: NO_FILTER })
    expect(state().account).toMatchObject({ is: 'out', problem: { message: { key: 'expired' } } })
  })
})

describe('rules', () => {
  it('are made, and then shown under their own address', async () => {
    const { model, calls, path, state } = setUp({ createRule: () => rule }, { path: '/console/rules/new' })
    await model.start()
    const draft = { name: 'one', bus: 'parley', description: '', pattern: '{}' }
    await model.save(draft)
    expect(calls).toContainEqual(['createRule', draft])
    expect(path()).toBe('/console/rules/r1')
    expect(state()).toMatchObject({ rule, notice: { key: 'saved' }, busy: false })
  })

  it('that are refused keep the place and say why', async () => {
    const refuse = () => {
      throw new ApiRefusal(400, '/pattern: must be an object')
    }
    const { model, path, state } = setUp({ createRule: refuse }, { path: '/console/rules/new' })
    await model.start()
    await model.save({ name: 'one', bus: 'parley', description: '', pattern: '[]' })
    expect(path()).toBe('/console/rules/new')
    expect(state().problem).toEqual({
      by: 'console',
      message: { key: 'refused', values: { detail: '/pattern: must be an object' } },
    })
  })

  it('are switched where they stand', async () => {
    const { model, state } = setUp({ changeRule: () => ({ ...rule, enabled: false }) })
    await model.start()
    await model.enable(rule, false)
    expect(state().rules?.[0]?.enabled).toBe(false)
  })

  it('are deleted only after a yes', async () => {
    const { model, calls, path } = setUp({ deleteRule: () => undefined }, { path: '/console/rules/r1' })
    await model.start()
    await model.confirm()
    expect(calls.filter(([name]) => name === 'deleteRule')).toEqual([])
    model.ask({ is: 'rule', name: 'one' })
    await model.confirm()
    expect(calls).toContainEqual(['deleteRule', 'r1'])
    expect(path()).toBe('/console/rules')
  })

  it('show the secret of a new target once', async () => {
    const { model, state } = setUp(
      { addTarget: () => ({ secret: 'whsec_x' }) },
      { path: '/console/rules/r1' },
    )
    await model.start()
    const target = { name: 't', url: 'https://x', dialect: 'seed', retry: 'BACKOFF_RETRY' } as const
    expect(await model.addTarget(target)).toBe(true)
    expect(state().secret).toBe('whsec_x')
    model.hideSecret()
    expect(state().secret).toBeNull()
  })
})

describe('a press', () => {
  it('that comes while the first one is under way does nothing', async () => {
    let let_go = (): void => undefined
    const waiting = new Promise<void>((resolve) => {
      let_go = resolve
    })
    const { model, calls, state } = setUp({ sendTest: () => waiting }, { path: '/console/rules/r1' })
    await model.start()
    const first = model.sendTest('t1')
    expect(state().busy).toBe(true)
    await model.sendTest('t1')
    let_go()
    await first
    expect(calls.filter(([name]) => name === 'sendTest')).toHaveLength(1)
    expect(state()).toMatchObject({ busy: false, notice: { key: 'testSent' } })
  })

  it('without an answer says so and leaves everything as it was', async () => {
    const { model, state } = setUp({
      switchBus: () => {
        throw new TypeError('failed to fetch')
      },
    })
    await model.start()
    await model.switchMessages(false)
    expect(state()).toMatchObject({
      busy: false,
      problem: { message: { key: 'unreachable' } },
      rules: [rule],
    })
  })
})

describe('deliveries', () => {
  it('are filtered by the address and read on page by page', async () => {
    const pages: Record<string, unknown> = { null: { data: [1], next: 'c' }, c: { data: [2], next: null } }
    const { model, state, path } = setUp({
      deliveries: (_filter: never, after: never) => pages[String(after)],
    })
    await model.start()
    await model.filter({ ...NO_FILTER, status: 'exhausted' })
    expect(path()).toBe('/console/deliveries?status=exhausted')
    await model.more()
    expect(state().deliveries).toEqual({ items: [1, 2], next: null })
    await model.more()
    expect(state().deliveries?.items).toHaveLength(2)
  })

  it('that are dead letters are all sent again, and counted', async () => {
    const { model, calls, state } = setUp(
      { deliveries: () => ({ data: [], next: null }), resendDeadLetters: () => ({ count: 7 }) },
      { path: addressOf({ is: 'deliveries', filter: { status: 'exhausted', rule: 'r1', event: null } }) },
    )
    await model.start()
    await model.resendAll()
    expect(calls).toContainEqual(['resendDeadLetters', { rule: 'r1' }])
    expect(state().notice).toEqual({ key: 'resentAll', values: { count: 7 } })
  })

  it('of a place one has left do not show up in the next', async () => {
    let answer = (_: unknown): void => undefined
    const slow = new Promise((resolve) => {
      answer = resolve
    })
    const { model, state } = setUp({ delivery: () => slow }, { path: '/console/deliveries/d1' })
    const starting = model.start()
    await new Promise((done) => setTimeout(done))
    await model.go({ is: 'rules' })
    answer({ id: 'd1' })
    await starting
    expect(state().delivery).toBeNull()
  })
})
