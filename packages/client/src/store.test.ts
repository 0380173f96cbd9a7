import { describe, expect, it } from 'vitest'
import { createStore } from './store.ts'

describe('store', () => {
  it('tells listeners of a batch once, at its end, and of nothing when nothing changed', () => {
    const store = createStore(0)
    const seen: number[] = []
    store.subscribe(() => seen.push(store.getState()))
    store.batch(() => {
      store.set(1)
      store.batch(() => store.set(2))
      expect(store.getState()).toBe(2)
    })
    store.batch(() => {
      store.set(5)
      store.set(2)
    })
    expect(seen).toEqual([2])
  })

  it('tells what was set before a batch failed', () => {
    const store = createStore(0)
    const seen: number[] = []
    store.subscribe(() => seen.push(store.getState()))
    expect(() =>
      store.batch(() => {
        store.set(1)
        throw new Error('no')
      }),
    ).toThrow('no')
    store.set(2)
    expect(seen).toEqual([1, 2])
  })
})
