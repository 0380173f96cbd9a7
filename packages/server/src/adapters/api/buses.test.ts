import { describe, expect, it } from 'vitest'
import * as operations from './operations.ts'
import { follows, house, newRule } from './testing/house.ts'

describe('buses', () => {
  it('are made, listed, silenced and deleted', async () => {
    const { call } = await house()
    const made = await call('POST', '/buses', { name: 'orders', description: 'of the shop' })
    expect(made.status).toBe(201)
    follows(operations.createBus, made.body)
    expect(made.headers.location).toBe('/api/v1/buses/orders')
    expect(made.body).toMatchObject({
      name: 'orders',
      description: 'of the shop',
      enabled: true,
      builtIn: false,
      rules: 0,
    })
    const { body: rule } = await call('POST', '/rules', { ...newRule, bus: 'orders' })
    const list = await call('GET', '/buses')
    follows(operations.listBuses, list.body)
    expect(list.body.data).toMatchObject([
      { name: 'default', builtIn: true, createdAt: null, rules: 0 },
      { name: 'orders', builtIn: false, rules: 1 },
      { name: 'parley', builtIn: true },
    ])
    const off = await call('PATCH', '/buses/orders', { enabled: false })
    follows(operations.changeBus, off.body)
    expect(off.body).toMatchObject({ enabled: false, description: 'of the shop', rules: 1 })
    expect((await call('GET', '/buses/orders')).body).toEqual(off.body)

    expect((await call('DELETE', '/buses/orders')).body).toMatchObject({ status: 409, code: 'conflict' })
    await call('DELETE', `/rules/${rule.id}`)
    expect((await call('DELETE', '/buses/orders')).status).toBe(204)
    expect((await call('GET', '/buses/orders')).status).toBe(404)
    expect((await call('DELETE', '/buses/orders')).status).toBe(404)
  })

  it('that are built in stay, and the hidden one stays hidden', async () => {
    const { call } = await house()
    for (const name of ['default', 'parley'])
      expect((await call('DELETE', `/buses/${name}`)).body, name).toMatchObject({
        status: 403,
        code: 'forbidden',
      })
    for (const name of ['default', 'parley', 'huawei-hooks'])
      expect((await call('POST', '/buses', { name })).body, name).toMatchObject({
        status: 409,
        code: 'exists',
      })
    for (const method of ['GET', 'DELETE', 'PATCH'])
      expect(
        (await call(method, '/buses/huawei-hooks', method === 'PATCH' ? {} : undefined)).status,
        method,
      ).toBe(404)
  })

  it('are fifty at most', async () => {
    const { call } = await house()
    for (let at = 0; at < 50; at += 1)
      expect((await call('POST', '/buses', { name: `b${at}` })).status).toBe(201)
    expect((await call('POST', '/buses', { name: 'b50' })).body).toMatchObject({ status: 403, code: 'quota' })
    await call('DELETE', '/buses/b0')
    expect((await call('POST', '/buses', { name: 'b50' })).status).toBe(201)
  })

  it.each(['', '-a', 'a b', 'a'.repeat(128), 'eventbridge-reserved-x', 'EventBridge-Reserved-x'])(
    'are not called %j',
    async (name) => {
      const { call } = await house()
      const { body } = await call('POST', '/buses', { name })
      expect(body).toMatchObject({ status: 400, code: 'invalid', errors: [{ pointer: '/name' }] })
    },
  )
})
