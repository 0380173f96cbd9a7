import type { Message } from '../i18n/texts.ts'
import { waitText } from './duration.ts'
import { retryAfterOf } from './entrance.ts'

const codeOf = (error: unknown): number =>
  typeof error === 'object' && error !== null && 'code' in error ? Number(error.code) : 0

/** What a call that failed means for the one who made it ([WC] 4.10). */
export function explainProblem(error: unknown, language: string): Message {
  const code = codeOf(error)
  // No code: no answer, or the code of this page could not be loaded; the advice is the same.
  if (!code) return { key: 'error.unreachable' }
  const time = waitText(retryAfterOf(error) ?? 30_000, language)
  if (code === 615) return { key: 'error.wrongCredentials' }
  if (code === 419) return { key: 'error.blocked', values: { time } }
  if (code === 429) return { key: 'error.tooMany', values: { time } }
  if (code === 403) return { key: 'error.forbidden' }
  return { key: 'error.unknown', values: { code: String(code) } }
}
