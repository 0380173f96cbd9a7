/** One alternative of a field: the exact text, or its beginning or end. */
export type Alternative = string | { prefix: string } | { suffix: string }

/** Fields are joined by AND, alternatives by OR; an absent field matches anything ([AL] 2.1). */
export type Pattern = { source?: Alternative[]; type?: Alternative[]; subject?: Alternative[] }
