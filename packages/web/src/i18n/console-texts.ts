import { type ConsoleEnglish, consoleEn } from './console-en.ts'
import { consoleZhCn } from './console-zh-cn.ts'
import { type TextsFrom, textsFrom } from './dictionary.ts'
import type { Language } from './language.ts'

export type ConsoleTexts = TextsFrom<ConsoleEnglish>

export function createConsoleTexts(preferred?: readonly string[]): (language: Language) => ConsoleTexts {
  return textsFrom(consoleEn, consoleZhCn, preferred)
}
