import { describe, expect, it } from 'vitest'
import { type CheckLine, createConnectionCheck, reportOf, verdictOf } from './connection-check.ts'

const line = (what: CheckLine['what'], ok: boolean | null, detail = ''): CheckLine => ({ what, ok, detail })
const about = { time: 1_800_000_000_000, page: 'https://meet.example', userAgent: 'Browser/1' }

describe('the verdict', () => {
  it.each([
    [[line('socket', true), line('relay', null), line('loopback', true)], 'good'],
    [[line('socket', true), line('camera', false)], 'fair'],
    [[line('relay', false), line('loopback', true)], 'fair'],
    [[line('socket', false)], 'bad'],
    [[line('host', false), line('loopback', false)], 'bad'],
  ] as const)('of %j is %s', (lines, expected) => {
    expect(verdictOf(lines)).toBe(expected)
  })
})

describe('the check', () => {
  it('shows each line as it comes, then verdict and report', async () => {
    let tell: (line: CheckLine) => void = () => undefined
    let done: (lines: CheckLine[]) => void = () => undefined
    const check = createConnectionCheck(
      (onLine) => {
        tell = onLine
        return new Promise((resolve) => {
          done = resolve
        })
      },
      () => about,
    )
    const running = check.run()
    tell(line('socket', true))
    expect(check.store.get()).toMatchObject({ is: 'running', lines: [{ what: 'socket' }] })
    done([line('socket', true), line('loopback', false)])
    await running
    expect(check.store.get()).toMatchObject({ is: 'done', verdict: 'bad' })
  })

  it('once more overtakes the one before', async () => {
    const dones: ((lines: CheckLine[]) => void)[] = []
    const check = createConnectionCheck(
      () => new Promise((resolve) => dones.push(resolve)),
      () => about,
    )
    const first = check.run()
    const second = check.run()
    dones[1]!([])
    await second
    dones[0]!([line('socket', false)])
    await first
    expect(check.store.get()).toMatchObject({ is: 'done', verdict: 'good' })
  })

  it('whose code cannot be loaded says so', async () => {
    const check = createConnectionCheck(
      () => Promise.reject(new Error('offline')),
      () => about,
    )
    await check.run()
    expect(check.store.get()).toEqual({ is: 'failed' })
  })

  it('reports what a helper needs and nothing of the meeting', () => {
    const report = reportOf(
      [{ ...line('socket', true, 'open'), ms: 41.4 }, line('relay', null, 'not set up')],
      about,
    )
    expect(report).toBe(
      [
        'Parley connection check, 2027-01-15T08:00:00.000Z',
        'https://meet.example',
        'Browser/1',
        'socket     ok     41 ms open',
        'relay      -      not set up',
      ].join('\n'),
    )
  })
})
