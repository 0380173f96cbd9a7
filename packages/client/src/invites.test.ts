import { describe, expect, it } from 'vitest'
import { ConnectionError, RpcError } from './errors.ts'
import { createInvites } from './invites.ts'
import { createNotifications } from './socket/notifications.ts'
import { createFakeClock } from './testing/fake-clock.ts'

const setup = () => {
  const clock = createFakeClock()
  const wire = createNotifications()
  const calls: unknown[] = []
  let answer: () => Promise<unknown> = async () => ({ version: 1 })
  const invites = createInvites({
    clock,
    socket: {
      on: wire.on,
      call: (async (method: string, params: object) => {
        calls.push([method, params])
        return answer()
      }) as never,
    },
  })
  const ring = (n: number, forMs = 60_000) =>
    wire.receive('invite.ringing', {
      inviteId: `i${n}`,
      confId: `c${n}`,
      confName: 'Weekly',
      by: 'Ann',
      until: clock.now() + forMs,
      joinUrl: 'https://meet.example.org/x',
    })
  return {
    clock,
    wire,
    calls,
    invites,
    ring,
    ids: () => invites.getState().map((one) => one.inviteId),
    answers: (next: typeof answer) => {
      answer = next
    },
  }
}

describe('invitations', () => {
  it('ring until they are over, by the word of the server or by their time', async () => {
    const { clock, wire, ring, ids } = setup()
    ring(1, 30_000)
    ring(2, 60_000)
    ring(3, 60_000)
    expect(ids()).toEqual(['i1', 'i2', 'i3'])
    wire.receive('invite.over', { inviteId: 'i2', confId: 'c2', result: 'cancelled' })
    expect(ids()).toEqual(['i1', 'i3'])
    await clock.advance(30_000)
    expect(ids()).toEqual(['i3'])
    await clock.advance(30_000)
    expect(ids()).toEqual([])
    expect(clock.pending()).toBe(0)
  })

  it('are shown once, however often they are told', () => {
    const { ring, ids } = setup()
    ring(1)
    ring(1)
    expect(ids()).toEqual(['i1'])
  })

  it('are answered in the words of the wire, and gone then', async () => {
    const { ring, ids, invites, calls } = setup()
    ring(1)
    await invites.answer('i1', 'reject')
    expect(calls).toEqual([['conference.answerInvite', { confId: 'c1', inviteId: 'i1', answer: 'reject' }]])
    expect(ids()).toEqual([])
    await expect(invites.answer('i1', 'accept')).rejects.toMatchObject({ code: 612 })
    expect(calls).toHaveLength(1)
  })

  it('stay when no answer came, and go when the server knows them no more', async () => {
    const { ring, ids, invites, answers } = setup()
    ring(1)
    answers(() => Promise.reject(new ConnectionError('offline', false)))
    await expect(invites.answer('i1', 'accept')).rejects.toMatchObject({ reason: 'offline' })
    expect(ids()).toEqual(['i1'])
    answers(() => Promise.reject(new RpcError(612)))
    await expect(invites.answer('i1', 'accept')).rejects.toMatchObject({ code: 612 })
    expect(ids()).toEqual([])
  })
})
