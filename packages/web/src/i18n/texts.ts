import { createInstance, type i18n } from 'i18next'
import { type English, en } from './en.ts'
import { zhCn } from './zh-cn.ts'

export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

type Bare<K> = K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K
type Placeholders<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never
type TextOf<Key> = Key extends keyof English ? English[Key] : English[`${Key & string}_other` & keyof English]

export type TextKey = Bare<keyof English>
type Values<Key extends TextKey> = {
  [Name in Placeholders<TextOf<Key>>]: Name extends 'count' ? number : string
}
/** A key without placeholders takes no values, a key with some takes exactly those. */
export type Translate = <Key extends TextKey>(
  key: Key,
  ...values: Placeholders<TextOf<Key>> extends never ? [] : [Values<Key>]
) => string
/** A text that is decided now and spoken later, in whatever language the page then has. */
export type Message = {
  [Key in TextKey]: Placeholders<TextOf<Key>> extends never ? { key: Key } : { key: Key; values: Values<Key> }
}[TextKey]

export type Texts = {
  readonly language: Language
  readonly t: Translate
  readonly say: (message: Message) => string
}

/** The first language of the reader that the pages speak; any Chinese reads the one Chinese we have. */
export function chooseLanguage(preferred: readonly string[], stored?: string | null): Language {
  const known = languages.find((language) => language === stored)
  if (known) return known
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0]
    if (primary === 'zh') return 'zh-CN'
    if (primary === 'en') return 'en'
  }
  return 'en'
}

/** One translator for both languages; `inLanguage` is cheap and may be called at every render. */
export function createTexts(): (language: Language) => Texts {
  const library: i18n = createInstance()
  library.init({
    initAsync: false,
    lng: 'en',
    fallbackLng: false,
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCn } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  const made = new Map<Language, Texts>()
  return (language) => {
    const known = made.get(language)
    if (known) return known
    const fixed = library.getFixedT(language) as unknown as (
      key: string,
      values?: Record<string, unknown>,
    ) => string
    const t: Translate = (key, ...values) => fixed(key, values[0] as Record<string, unknown> | undefined)
    const say = (message: Message) => fixed(message.key, 'values' in message ? message.values : undefined)
    const texts: Texts = { language, t, say }
    made.set(language, texts)
    return texts
  }
}
