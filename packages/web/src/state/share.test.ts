import { RpcError } from '@parley/client'
import { describe, expect, it } from 'vitest'
import type { RoomView } from './room-view.ts'
import { captureTrouble, createScreenShare, sharingBarred } from './share.ts'
import { createStore } from './store.ts'
import type { News } from './toasts.ts'

type View = Pick<RoomView, 'shareBarred' | 'sharer'>
const free: View = { shareBarred: null, sharer: null }
const taken = { shareBarred: 'taken', sharer: { name: 'Ann' } } as unknown as View

function setUp(view: View = free, fail?: unknown) {
  const store = createStore<{ is: 'off' | 'asking' | 'on' }>({ is: 'off' })
  const calls: string[] = []
  const line = {
    getState: store.get,
    subscribe: store.subscribe,
    start: async () => {
      calls.push('start')
      if (fail !== undefined) throw fail
      store.set({ is: 'on' })
    },
    stop: async () => {
      calls.push('stop')
      store.set({ is: 'off' })
    },
    close: () => calls.push('close'),
  }
  const news: News[] = []
  const share = createScreenShare({ tell: (one) => news.push(one) }, line, () => view as RoomView)
  return { share, calls, news, keys: () => news.map(({ message }) => message.key) }
}

describe('sharing', () => {
  it('one button begins and ends it', async () => {
    const { share, calls } = setUp()
    await share.start()
    expect(share.store.get().is).toBe('on')
    share.toggle()
    expect(calls).toEqual(['start', 'stop'])
    expect(share.store.get().is).toBe('off')
  })
  it('barred: nothing is captured, and the sentence says why', async () => {
    const { share, calls, news } = setUp(taken)
    await share.start()
    expect(calls).toEqual([])
    expect(news[0]?.message).toEqual({ key: 'share.taken', values: { name: 'Ann' } })
    expect(sharingBarred({ ...free, shareBarred: 'locked' })).toEqual({ key: 'share.lockedByHost' })
    expect(sharingBarred({ ...free, shareBarred: 'hosts' })).toEqual({ key: 'share.onlyHosts' })
  })
  it('refused by the server between two looks', async () => {
    const { share, keys } = setUp(free, new RpcError(603, 'no'))
    await share.start()
    expect(keys()).toEqual(['share.lockedByHost'])
  })
  it('the browser question that was closed needs no words, a system that forbids it does', async () => {
    const { share, keys } = setUp(free, new DOMException('Permission denied', 'NotAllowedError'))
    await share.start()
    expect(keys()).toEqual([])
    expect(captureTrouble(new DOMException('Permission denied by system', 'NotAllowedError'))).toEqual({
      key: 'share.blocked',
    })
    expect(captureTrouble(new DOMException('', 'NotReadableError'))).toEqual({ key: 'share.failed' })
  })
  it('where the browser cannot, it says so', async () => {
    const news: News[] = []
    const share = createScreenShare({ tell: (one) => news.push(one) }, null, () => null)
    await share.start()
    expect(share.store.get().possible).toBe(false)
    expect(news[0]?.message.key).toBe('share.notHere')
  })
})
