import { describe, expect, it } from 'vitest'
import { readProof } from './host-chair.ts'
import { hostStage } from './host-test-stage.ts'

describe('claiming the place of the host', () => {
  it('needs nothing from who has the right already', async () => {
    const { host, calls, panels, clock } = hostStage()
    host.chair.claim()
    await clock.advance(1)
    expect(calls).toEqual([['setChair', 'me']])
    expect(panels.store.get().overlay).toBeNull()
  })
  it('asks for a proof when the server wants one, and says when it is wrong', async () => {
    const { host, calls, panels, clock, refuses, answers } = hostStage()
    refuses('setChair', 615)
    host.chair.claim()
    await clock.advance(1)
    expect(panels.store.get().overlay).toEqual({ is: 'claim' })
    await host.chair.claimWith(' ')
    expect(host.chair.claiming.get().problem).toEqual({ key: 'chair.missing' })
    await host.chair.claimWith('nonsense')
    expect(host.chair.claiming.get()).toEqual({ busy: false, problem: { key: 'chair.wrong' } })
    answers.delete('setChair')
    await host.chair.claimWith(' secret ')
    expect(calls.at(-1)).toEqual(['setChair', 'me', { password: 'secret' }])
    expect(panels.store.get().overlay).toBeNull()
  })
  it('tells when somebody was faster', async () => {
    const { host, said, panels, clock, refuses } = hostStage()
    refuses('setChair', 409)
    host.chair.claim()
    await clock.advance(1)
    expect(said()).toEqual([{ key: 'chair.taken' }])
    expect(panels.store.get().overlay).toBeNull()
  })
  it('reads the key out of a pasted host link', () => {
    expect(readProof('Host: https://x.example/gzbwclient/conference/aB3xMTIzNDU2#h=k3y now')).toEqual({
      hostKey: 'k3y',
    })
    expect(readProof('https://x.example/gzbwclient/conference/aB3xMTIzNDU2')).toHaveProperty('password')
    expect(readProof(' 123456 ')).toEqual({ password: '123456' })
  })
})
