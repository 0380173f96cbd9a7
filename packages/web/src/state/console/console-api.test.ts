import { describe, expect, it } from 'vitest'
import { ApiRefusal, createConsoleApi } from './console-api.ts'

/** Answers in turn; keeps what was asked. */
function setUp(...answers: [status: number, body: unknown][]) {
  const asked: { path: string; method?: string; body?: unknown; token: string | null }[] = []
  const api = createConsoleApi({
    token: async (renew) => (renew ? 'renewed' : 'first'),
    send: async (path, init) => {
      const token = new Headers(init.headers).get('authorization')
      const sent = typeof init.body === 'string' ? { body: JSON.parse(init.body) } : {}
      asked.push({ path, token, ...(init.method ? { method: init.method } : {}), ...sent })
      const [status, body] = answers.shift() ?? [500, {}]
      return new Response(status === 204 ? null : JSON.stringify(body), { status })
    },
  })
  return { api, asked }
}

describe('the API as the console calls it', () => {
  it('renews a token that was refused, once', async () => {
    const { api, asked } = setUp([401, {}], [200, { id: 'r1' }])
    expect(await api.rule('r1')).toEqual({ id: 'r1' })
    expect(asked.map(({ token }) => token)).toEqual(['Bearer first', 'Bearer renewed'])
    const again = setUp([401, {}], [401, { detail: 'no' }])
    await expect(again.api.rule('r1')).rejects.toMatchObject({ status: 401 })
  })

  it('reads lists to their end', async () => {
    const { api, asked } = setUp([200, { data: [1], next: 'a b' }], [200, { data: [2], next: null }])
    expect(await api.rules()).toEqual([1, 2])
    expect(asked[1]?.path).toBe('/api/v1/rules?limit=500&after=a%20b')
  })

  it('tells what was refused with the places it names', async () => {
    const errors = [{ pointer: '/pattern/type', detail: 'must be an array' }]
    const { api } = setUp(
      [400, { detail: 'invalid', errors }],
      [409, { detail: 'the name is taken' }],
      [502, null],
    )
    const refusal = await api
      .createRule({ name: 'x', bus: 'parley', description: '', pattern: '{' })
      .catch((e) => e)
    expect(refusal).toBeInstanceOf(ApiRefusal)
    expect(refusal.message).toBe('/pattern/type: must be an array')
    await expect(api.deleteRule('r1')).rejects.toThrow('the name is taken')
    await expect(api.deleteRule('r1')).rejects.toThrow('HTTP 502')
  })

  it('puts filters into the query and nothing else', async () => {
    const { api, asked } = setUp([200, { data: [], next: null }], [204, null])
    await api.deliveries({ status: 'exhausted', rule: null, event: 'e&1' }, 'c1')
    expect(asked[0]?.path).toBe('/api/v1/deliveries?limit=50&status=exhausted&event=e%261&after=c1')
    expect(await api.deleteTarget('t1')).toBeUndefined()
    expect(asked[1]).toMatchObject({ method: 'DELETE', path: '/api/v1/targets/t1' })
  })
})
