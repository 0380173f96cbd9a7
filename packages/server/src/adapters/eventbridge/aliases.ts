import type { Aliases } from '@parley/core'

/**
 * Spellings that the document's own samples use and its events do not ([AL] 1.7, 1.8): an operand that begins with `from`
 * also matches as if it began with `to`. By attribute; rules of the bus `default` are read with them.
 */
export const ALIASES = {
  source: [{ from: 'acs:aliyuncvc', to: 'acs.aliyuncvc' }],
  type: [{ from: 'aliyuncvc:meetingEvent:', to: 'aliyuncvc:MeetingEvent:' }],
  subject: [{ from: 'acs:aliyuncvc:', to: 'acs.aliyuncvc:' }],
} as const satisfies Aliases
