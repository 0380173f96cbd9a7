import { type EventAction, EXTENDED_ACTIONS, MEETING_ACTIONS } from '@parley/protocol'
import { z } from 'zod'

const KNOWN = [...MEETING_ACTIONS, ...EXTENDED_ACTIONS]
const WORD = /^[\w.:-]{1,64}$/

/** Reads a JSON object: our word for an action → the word to send instead. */
export function eventActions() {
  return z.string().transform((text, context): Partial<Record<EventAction, string>> => {
    const refuse = (message: string): never => {
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }
    const words = parsed(text)
    if (typeof words !== 'object' || words === null || Array.isArray(words))
      return refuse('is not a JSON object like {"member_join":"member_enter"}')
    for (const [action, word] of Object.entries(words)) {
      if (!KNOWN.some((known) => known === action)) return refuse(`has "${action}", which is no action`)
      if (typeof word !== 'string' || !WORD.test(word))
        return refuse(`has no word of 1-64 letters, digits, _ - . : for "${action}"`)
    }
    return words
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
