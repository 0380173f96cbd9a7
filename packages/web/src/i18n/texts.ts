import { type MessageFrom, type TextsFrom, textsFrom } from './dictionary.ts'
import { type English, en } from './en.ts'
import type { Language } from './language.ts'
import { zhCn } from './zh-cn.ts'

/** A text that is decided now and spoken later, in whatever language the page then has. */
export type Message = MessageFrom<English>
/** A text without values. */
export type PlainKey = Exclude<Message, { values: unknown }>['key']
export type Texts = TextsFrom<English>

/** `loadTexts` in both languages at once, for tests and the gallery. A part of the pages may have a dictionary of its own. */
export function createTexts(preferred?: readonly string[]): (language: Language) => Texts {
  return textsFrom(en, zhCn, preferred)
}
