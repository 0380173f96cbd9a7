import { setTimeout as sleep } from 'node:timers/promises'

/** Asks again until the answer is there (not undefined, null or false). Throws what was last seen when it does not come. */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  {
    withinMs = 5_000,
    everyMs = 20,
    what = 'what was waited for',
    seen = () => '',
  }: { withinMs?: number; everyMs?: number; what?: string; seen?: () => unknown } = {},
): Promise<Exclude<NonNullable<T>, false>> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== null && answer !== false)
      return answer as Exclude<NonNullable<T>, false>
    if (Date.now() > deadline) throw new Error(`${what} did not come within ${withinMs} ms: ${text(seen())}`)
    await sleep(everyMs)
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}
