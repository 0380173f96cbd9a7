import { createStore, type Store } from './store.ts'

/** One line of the check: what was tried, whether it works (null: nothing to check here), and in which words of the machine. */
export type CheckLine = { what: CheckWhat; ok: boolean | null; detail: string; ms?: number }
export type CheckWhat =
  | 'secure'
  | 'socket'
  | 'host'
  | 'srflx'
  | 'relay'
  | 'loopback'
  | 'microphone'
  | 'camera'
  | 'speaker'

export type Verdict = 'good' | 'fair' | 'bad'

export type CheckState =
  | { is: 'running'; lines: readonly CheckLine[] }
  | { is: 'done'; lines: readonly CheckLine[]; verdict: Verdict; report: string }
  | { is: 'failed' }

export type ConnectionCheck = { store: Store<CheckState>; run: () => Promise<void> }

/** Without these there is no meeting; without any of the others there is one with limits. */
const needed: readonly CheckWhat[] = ['socket', 'host', 'loopback']

export function verdictOf(lines: readonly CheckLine[]): Verdict {
  const broken = lines.filter(({ ok }) => ok === false)
  if (broken.some(({ what }) => needed.includes(what))) return 'bad'
  return broken.length > 0 ? 'fair' : 'good'
}

/** For whoever helps: one line each, in English whatever the page speaks, with when and where it was made. */
export function reportOf(
  lines: readonly CheckLine[],
  about: { time: number; page: string; userAgent: string },
): string {
  const mark = (ok: boolean | null) => (ok === null ? '-' : ok ? 'ok' : 'FAILED')
  return [
    `Parley connection check, ${new Date(about.time).toISOString()}`,
    about.page,
    about.userAgent,
    ...lines.map(({ what, ok, detail, ms }) =>
      `${what.padEnd(10)} ${mark(ok).padEnd(6)} ${ms === undefined ? '' : `${Math.round(ms)} ms `}${detail}`.trimEnd(),
    ),
  ].join('\n')
}

/** `check`: loads the code that tries it all and runs it, telling each line as it comes. Every run begins anew; a later one overtakes an earlier. */
export function createConnectionCheck(
  check: (onLine: (line: CheckLine) => void) => Promise<readonly CheckLine[]>,
  about: () => { time: number; page: string; userAgent: string },
): ConnectionCheck {
  const store = createStore<CheckState>({ is: 'running', lines: [] })
  let round = 0
  return {
    store,
    run: async () => {
      round += 1
      const mine = round
      store.set({ is: 'running', lines: [] })
      const add = (line: CheckLine) => {
        const state = store.get()
        if (mine === round && state.is === 'running')
          store.set({ is: 'running', lines: [...state.lines, line] })
      }
      const next: CheckState = await check(add).then(
        (lines) => ({ is: 'done', lines, verdict: verdictOf(lines), report: reportOf(lines, about()) }),
        () => ({ is: 'failed' }),
      )
      if (mine === round) store.set(next)
    },
  }
}
