import { textsOf } from './dictionary.ts'
import type { English } from './en.ts'
import type { Language } from './language.ts'
import type { Texts } from './texts.ts'

/** The texts that every page needs, in one language: nobody at the door fetches those of the other. Rejects when they do not come. */
export async function loadTexts(language: Language, preferred: readonly string[]): Promise<Texts> {
  const dictionary = language === 'en' ? (await import('./en.ts')).en : (await import('./zh-cn.ts')).zhCn
  return textsOf<English>(language, dictionary, preferred)
}
