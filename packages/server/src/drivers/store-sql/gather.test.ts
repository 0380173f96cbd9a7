import { expect, it } from 'vitest'
import { gather } from './gather.ts'

it('works on the calls of one turn at once, each with its own result', async () => {
  const batches: number[][] = []
  const double = gather(async (batch: readonly number[]) => {
    batches.push([...batch])
    return batch.map((one) => 2 * one)
  })
  expect(await Promise.all([double(1), double(2), double(3)])).toEqual([2, 4, 6])
  expect(await double(4)).toBe(8)
  expect(batches).toEqual([[1, 2, 3], [4]])
})

it('works on what came meanwhile together', async () => {
  const batches: number[][] = []
  let more: Promise<number[]> | undefined
  const same = gather(async (batch: readonly number[]) => {
    batches.push([...batch])
    more ??= Promise.all([same(2), same(3)])
    await new Promise((done) => setImmediate(done))
    return [...batch]
  })
  await same(1)
  expect(await more).toEqual([2, 3])
  expect(batches).toEqual([[1], [2, 3]])
})

it('lets a bad one harm no other', async () => {
  const work = gather(async (batch: readonly number[]) => {
    if (batch.includes(2)) throw new Error('two')
    return [...batch]
  })
  const [one, two, three] = await Promise.allSettled([work(1), work(2), work(3)])
  expect([one.status, two.status, three.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await work(4)).toBe(4)
})
