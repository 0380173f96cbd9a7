import type { Delivery, NewDelivery } from '@parley/core'
import { describe, expect, it } from 'vitest'
import { AtHand } from './at-hand.ts'

const delivery = (id: string, body = ''): NewDelivery =>
  ({ id, targetId: 't', orderKey: null, body, headers: {} }) as unknown as NewDelivery

describe('what is at hand', () => {
  it('is given as it was written, under its number, once', () => {
    const atHand = new AtHand(10)
    atHand.wrote(7, [delivery('a'), delivery('b')])
    expect(atHand.take(8)).toMatchObject({ id: 'b', seq: 8, status: 'pending', attempts: 0, erased: false })
    expect(atHand.take(8)).toBeUndefined()
    expect(atHand.take(7)).toMatchObject({ id: 'a' })
  })

  it('is the newest when there is more than it keeps, by number and by size', () => {
    const atHand = new AtHand(2)
    atHand.wrote(1, [delivery('a'), delivery('b'), delivery('c')])
    expect([1, 2, 3].map((seq) => atHand.take(seq)?.id)).toEqual([undefined, 'b', 'c'])
    const large = 'x'.repeat(9 * 1024 * 1024)
    atHand.wrote(4, [delivery('d', large), delivery('e', large)])
    expect([4, 5].map((seq) => atHand.take(seq)?.id)).toEqual([undefined, 'e'])
  })

  it('is nothing where others write too', () => {
    const atHand = new AtHand(0)
    atHand.wrote(1, [delivery('a')])
    atHand.leased([{ ...delivery('a'), seq: 1 } as unknown as Delivery])
    expect([atHand.take(1), atHand.known('a')]).toEqual([undefined, undefined])
  })

  it('knows what is leased until it is let go', () => {
    const atHand = new AtHand(10)
    atHand.leased([{ ...delivery('a'), seq: 1 } as unknown as Delivery])
    expect(atHand.known('a')).toEqual({ id: 'a', seq: 1, target_id: 't', order_key: null })
    atHand.letGo(['a'])
    expect(atHand.known('a')).toBeUndefined()
  })
})
