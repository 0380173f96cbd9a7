import { describe, expect, it } from 'vitest'
import { readConfig } from '#config/read-config.ts'
import { createLog } from '#telemetry/log.ts'
import { createHttp, mendPath } from './create-http.ts'

const http = () => {
  const app = createHttp({ config: readConfig({}), log: createLog('silent'), tls: null })
  app.get('/things/:id', async (request) => request.params)
  app.all('/body', async (request) => ({ body: request.body ?? 'none' }))
  return app
}

describe('what reaches the routes', () => {
  it('a path whose percent-encoding is broken, as it stands', async () => {
    expect(mendPath('/a%')).toBe('/a%25')
    expect(mendPath('/a%E0%A4?x=%')).toBe('/a%25E0%25A4?x=%')
    expect(mendPath('/%E4%BC%9A?x')).toBe('/%E4%BC%9A?x')
    const { statusCode, json } = await http().inject({ url: '/things/aB3x%' })
    expect(statusCode).toBe(200)
    expect(json()).toEqual({ id: 'aB3x%' })
  })

  it('an empty body with a JSON content type, as no body, with every method', async () => {
    for (const method of ['GET', 'PUT', 'POST', 'DELETE'] as const) {
      const answer = await http().inject({
        method,
        url: '/body',
        headers: { 'content-type': 'application/json' },
      })
      expect(answer.json()).toEqual({ body: 'none' })
    }
  })

  it('no body that is not JSON, and none that is too big', async () => {
    const post = (payload: string) =>
      http().inject({
        method: 'POST',
        url: '/body',
        headers: { 'content-type': 'application/json' },
        payload,
      })
    expect((await post('{"a":')).statusCode).toBe(400)
    expect((await post(JSON.stringify('x'.repeat(300_000)))).statusCode).toBe(413)
  })

  it('a parameter that is far too long is a bad request', async () => {
    expect((await http().inject({ url: `/things/${'x'.repeat(300)}` })).statusCode).toBeLessThan(500)
  })
})
