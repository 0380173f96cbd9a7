/** One alternative of a field: the exact text, its beginning, its end, or both of these at once ([AL] 2.2). */
export type Alternative = string | { prefix: string; suffix?: string } | { suffix: string }

/** Fields are joined by AND, alternatives by OR; an absent field matches anything ([AL] 2.1). */
export type Pattern = { [Field in PatternField]?: Alternative[] }

export type PatternField = (typeof PATTERN_FIELDS)[number]

/** What a pattern looks at. */
export type Matchable = { [Field in PatternField]: string }

export const PATTERN_FIELDS = ['source', 'type', 'subject'] as const
