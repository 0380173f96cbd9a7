import { expect, it } from 'vitest'
import { keepAwake } from './wake-lock.ts'

const settle = () => new Promise<void>((resolve) => queueMicrotask(resolve))

it('keeps the screen on while shown, takes the lock again after being hidden, gives it back at the end', async () => {
  let asked = 0
  let released = 0
  let visible = true
  let seen = (): void => undefined
  const stop = keepAwake({
    request: async () => {
      asked += 1
      return {
        release: async () => {
          released += 1
        },
      }
    },
    visible: () => visible,
    onVisibility: (listener) => {
      seen = listener
      return () => undefined
    },
  })
  await settle()
  expect(asked).toBe(1)
  visible = false
  seen()
  await settle()
  expect(asked).toBe(1)
  visible = true
  seen()
  await settle()
  expect(asked).toBe(2)
  stop()
  expect(released).toBe(1)
})

it('a browser without it, or one that refuses, disturbs nothing', async () => {
  const sight = { visible: () => true, onVisibility: () => () => undefined }
  keepAwake({ request: null, ...sight })()
  keepAwake({ request: () => Promise.reject(new Error('low battery')), ...sight })()
  await settle()
})
