import type { Matcher } from './matcher.ts'

/**
 * To be awaited before a rule or a target is added; `rules`: all that there are. While nobody is told anything the matcher
 * lags, and what happened before is none of a new one's business.
 */
export async function catchUp(
  matcher: Pick<Matcher, 'run'>,
  rules: readonly { enabled: boolean; targets: readonly unknown[] }[],
): Promise<void> {
  if (!rules.some(({ enabled, targets }) => enabled && targets.length > 0)) await matcher.run()
}
