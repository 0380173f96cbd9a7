import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'

const CHEAP = 4

describe('passwords', () => {
  it('are known again, and no other', async () => {
    const hash = await hashPassword('correct horse', CHEAP)
    expect(await verifyPassword('correct horse', hash, CHEAP)).toBe(true)
    expect(await verifyPassword('Correct horse', hash, CHEAP)).toBe(false)
    expect(await verifyPassword('', hash, CHEAP)).toBe(false)
  })

  it('hash differently every time and never contain themselves', async () => {
    const [one, two] = await Promise.all([hashPassword('secret', CHEAP), hashPassword('secret', CHEAP)])
    expect(one).not.toBe(two)
    expect(one).toMatch(/^scrypt\$4\$[\w-]{22}\$[\w-]{43}$/)
  })

  it('are the same however the keyboard composes them', async () => {
    const hash = await hashPassword('\u00e9', CHEAP)
    expect(await verifyPassword('e\u0301', hash, CHEAP)).toBe(true)
  })

  it('made at another cost are still known', async () => {
    expect(await verifyPassword('secret', await hashPassword('secret', 5), CHEAP)).toBe(true)
  })

  it('take as long to refuse when there is nothing to compare with, and leave the event loop free', async () => {
    const cost = 15
    const hash = await hashPassword('secret', cost)
    const wrong: number[] = []
    const unknown: number[] = []
    let turns = 0
    const ticking = setInterval(() => {
      turns += 1
    }, 1)
    for (let round = 0; round < 5; round += 1) {
      wrong.push(await timed(() => verifyPassword('wrong', hash, cost)))
      unknown.push(await timed(() => verifyPassword('wrong', null, cost)))
    }
    clearInterval(ticking)
    // The fastest of each: what else runs on the machine only ever adds.
    expect(Math.min(...unknown) / Math.min(...wrong)).toBeGreaterThan(0.6)
    expect(Math.min(...unknown) / Math.min(...wrong)).toBeLessThan(1.7)
    expect(turns).toBeGreaterThan(20)
  })
})

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
