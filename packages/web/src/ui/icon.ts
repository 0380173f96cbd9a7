/** One set, one size, one stroke; icons are always beside or inside something that has a name. */
export const icon = { size: 20, strokeWidth: 1.75, 'aria-hidden': true } as const
export const smallIcon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const
