import { z } from 'zod'

/**
 * For pages under a Content-Security-Policy without `unsafe-eval`: zod compiles object schemas with `new Function` and only
 * notices the ban by trying, which the browser reports as a violation. Call before the first schema is used.
 */
export const forbidEval = (): void => {
  z.config({ jitless: true })
}
