import { expect } from 'vitest'
import { Refusal, type RefusalCode } from '../refusal.ts'

/** The promise must reject with this refusal. */
export async function rejectsWith(code: RefusalCode, promise: Promise<unknown>): Promise<void> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(Refusal)
  expect((error as Refusal).code).toBe(code)
}
