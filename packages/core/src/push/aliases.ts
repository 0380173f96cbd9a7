import type { Alternative, PatternField } from './pattern.ts'

/**
 * Spellings that the document's own samples use and its events do not ([AL] 1.7, 1.8). An operand that begins with `from`
 * also matches as if it began with `to`.
 */
const ALIASES: Record<PatternField, { from: string; to: string }> = {
  source: { from: 'acs:aliyuncvc', to: 'acs.aliyuncvc' },
  type: { from: 'aliyuncvc:meetingEvent:', to: 'aliyuncvc:MeetingEvent:' },
  subject: { from: 'acs:aliyuncvc:', to: 'acs.aliyuncvc:' },
}

/** The same alternative in the spelling of our events; null when it is no alias. */
export function twinOf(field: PatternField, alternative: Alternative): Alternative | null {
  const { from, to } = ALIASES[field]
  const respell = (operand: string): string =>
    operand.startsWith(from) ? to + operand.slice(from.length) : operand
  if (typeof alternative === 'string') {
    const twin = respell(alternative)
    return twin === alternative ? null : twin
  }
  const twin = { ...alternative }
  if ('prefix' in twin) twin.prefix = respell(twin.prefix)
  if (twin.suffix !== undefined) twin.suffix = respell(twin.suffix)
  const same = JSON.stringify(twin) === JSON.stringify(alternative)
  return same ? null : twin
}
