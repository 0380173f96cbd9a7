import { expect, it } from 'vitest'
import { createSpeakerTest } from './speaker-test.ts'

it('plays once at a time on the output asked for, and says when it could not', async () => {
  const played: string[] = []
  let end: () => void = () => undefined
  let fail: (error: Error) => void = () => undefined
  const test = createSpeakerTest((output) => {
    played.push(output)
    return new Promise((resolve, reject) => {
      end = resolve
      fail = reject
    })
  })
  const first = test.play('o1')
  void test.play('o2')
  expect(test.store.get()).toBe('playing')
  end()
  await first
  expect([played, test.store.get()]).toEqual([['o1'], 'quiet'])
  const second = test.play('o2')
  fail(new Error('no such output'))
  await second
  expect(test.store.get()).toBe('failed')
})
