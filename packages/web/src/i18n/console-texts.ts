import { type ConsoleEnglish, consoleEn } from './console-en.ts'
import { consoleZhCn } from './console-zh-cn.ts'
import { type Language, type TextsFrom, textsFrom } from './texts.ts'

export type ConsoleTexts = TextsFrom<ConsoleEnglish>

export function createConsoleTexts(): (language: Language) => ConsoleTexts {
  return textsFrom(consoleEn, consoleZhCn)
}
