import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isNotification } from './envelope.ts'
import { rpcLimits } from './limits.ts'
import { readAnswer, readRpc } from './read.ts'

const one = (value: unknown) => {
  const reading = readRpc(JSON.stringify(value))
  if (reading.batch) throw new Error('a batch')
  return reading.entry
}
const codeOf = (value: unknown) => {
  const entry = one(value)
  return entry.ok ? null : entry.answer.error.code
}

describe('[WC] 4.1 reading requests', () => {
  it('takes requests with or without jsonrpc, as the source document sends them', () => {
    expect(one({ id: 'xxxx', method: 'a.b', params: { x: 1 } })).toEqual({
      ok: true,
      request: { id: 'xxxx', method: 'a.b', params: { x: 1 } },
    })
    expect(codeOf({ jsonrpc: '2.0', id: 1, method: 'a.b' })).toBeNull()
    expect(codeOf({ jsonrpc: '1.0', id: 1, method: 'a.b' })).toBe(-32600)
  })

  it('echoes ids of every allowed type, null for others', () => {
    for (const id of ['x', '', 7, -1, null]) expect(one({ id, method: 7 })).toMatchObject({ answer: { id } })
    for (const id of [1.5, {}, [], true])
      expect(one({ id, method: 'a' })).toMatchObject({ answer: { id: null, error: { code: -32600 } } })
  })

  it('a missing id makes a notification, null does not', () => {
    const entries = [one({ method: 'a.b' }), one({ id: null, method: 'a.b' })]
    expect(entries.map((entry) => entry.ok && isNotification(entry.request))).toEqual([true, false])
  })

  it('says which standard error it is', () => {
    expect(readRpc('{"id":')).toMatchObject({ entry: { answer: { id: null, error: { code: -32700 } } } })
    expect(codeOf([])).toBe(-32600)
    expect(codeOf(5)).toBe(-32600)
    expect(codeOf({ id: 1, method: 'a.b', params: [1] })).toBe(-32602)
    expect(codeOf({ id: 1, method: 'a.b', params: 'x' })).toBe(-32600)
    expect(codeOf({ id: 1, method: 'rpc.list' })).toBe(-32601)
  })

  it('judges each entry of a batch on its own', () => {
    const reading = readRpc(JSON.stringify([{ id: 1, method: 'a' }, 1, { method: 'b' }]))
    expect(reading).toMatchObject({
      batch: true,
      entries: [{ ok: true }, { ok: false, answer: { id: null } }, { ok: true }],
    })
  })

  it('allows one login and one new user in a batch, and 20 calls', () => {
    const login = { id: 1, method: 'auth.http.login' }
    const ticket = { id: 2, method: 'auth.ws.ticket' }
    const user = { id: 3, method: 'org.user.createUser' }
    const reading = readRpc(JSON.stringify([login, user, ticket, user]))
    expect(reading.batch && reading.entries.map((entry) => entry.ok)).toEqual([true, true, false, false])
    expect(codeOf(Array.from({ length: 21 }, () => ({ id: 1, method: 'a' })))).toBe(-32600)
  })

  it('refuses depth and length beyond the limits, without recursing', () => {
    const deep = (n: number) => `${'['.repeat(n)}1${']'.repeat(n)}`
    expect(readRpc(`{"id":1,"method":"a","params":{"x":${deep(rpcLimits.nesting - 2)}}}`)).toMatchObject({
      entry: { ok: true },
    })
    expect(readRpc(`{"id":1,"method":"a","params":{"x":${deep(rpcLimits.nesting - 1)}}}`)).toMatchObject({
      entry: { ok: false },
    })
    expect(readRpc(deep(100_000))).toMatchObject({ entry: { ok: false } })
    expect(codeOf({ id: 1, method: 'a', params: { x: 'y'.repeat(rpcLimits.stringLength + 1) } })).toBe(-32600)
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readRpc(text)))
  })
})

describe('reading answers', () => {
  it('is a result or an error, never both', () => {
    expect(readAnswer({ id: 1, result: null })).toEqual({ jsonrpc: '2.0', id: 1, result: null })
    expect(readAnswer({ id: 1, error: { code: 5, message: 'x', data: 1 } })).toMatchObject({
      error: { code: 5, data: 1 },
    })
    for (const junk of [null, 1, {}, { id: 1 }, { result: 1 }, { id: 1, error: 'x' }])
      expect(readAnswer(junk)).toBeNull()
  })
})
