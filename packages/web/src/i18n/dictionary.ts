import { createInstance, type i18n } from 'i18next'
import { type Language, localeFor } from './language.ts'

type Bare<K> = K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K
type Placeholders<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never
type TextOf<E, Key> = Key extends keyof E ? E[Key] : E[`${Key & string}_other` & keyof E]
export type KeyOf<E> = Bare<keyof E & string>
type ValuesOf<E, Key> = {
  [Name in Placeholders<TextOf<E, Key>>]: Name extends 'count' ? number : string
}
/** A key without placeholders takes no values, a key with some takes exactly those. */
type TranslateFrom<E> = <Key extends KeyOf<E>>(
  key: Key,
  ...values: Placeholders<TextOf<E, Key>> extends never ? [] : [ValuesOf<E, Key>]
) => string
/** Said in a sentence: a text as it is, another message, or a list that is joined as the language joins lists. */
export type Said<E> = string | readonly string[] | { key: KeyOf<E>; values?: Record<string, string | number> }
type SaidValuesOf<E, Key> = {
  [Name in Placeholders<TextOf<E, Key>>]: Name extends 'count' ? number : Said<E>
}
export type MessageFrom<E> = {
  [Key in KeyOf<E>]: Placeholders<TextOf<E, Key>> extends never
    ? { key: Key }
    : { key: Key; values: SaidValuesOf<E, Key> }
}[KeyOf<E>]

type SaidMessage = { key: string; values?: Record<string, unknown> }

/** The texts of one dictionary `E` (in English) in one language. */
export type TextsFrom<E> = {
  readonly language: Language
  /** For dates and times: the language as it is spoken where the reader lives. */
  readonly locale: string
  readonly t: TranslateFrom<E>
  readonly say: (message: MessageFrom<E>) => string
}

/** Of a pair `x_one`, `x_other` a language with one plural form needs only the second. */
export type OnePlural<E> = Record<Exclude<keyof E, `${string}_one`>, string>

/**
 * The translator of one dictionary in one language. `preferred`: what the reader asks of the browser, with regions, best first.
 */
export function textsOf<E extends Record<string, string>>(
  language: Language,
  dictionary: E | OnePlural<E>,
  preferred: readonly string[] = [],
): TextsFrom<E> {
  const library: i18n = createInstance()
  library.init({
    initAsync: false,
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: dictionary } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  const fixed = library.getFixedT(language) as unknown as (
    key: string,
    values?: Record<string, unknown>,
  ) => string
  const t: TranslateFrom<E> = (key, ...values) => fixed(key, values[0] as Record<string, unknown> | undefined)
  const lists = new Intl.ListFormat(language)
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return lists.format(value)
    return typeof value === 'object' && value !== null ? say(value as SaidMessage) : value
  }
  const say = ({ key, values = {} }: SaidMessage): string =>
    fixed(key, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)])))
  return { language, locale: localeFor(language, preferred), t, say }
}

/** The translators of one dictionary in both languages; each is made when it is first asked for. */
export function textsFrom<E extends Record<string, string>>(
  english: E,
  chinese: OnePlural<E>,
  preferred: readonly string[] = [],
): (language: Language) => TextsFrom<E> {
  const made = new Map<Language, TextsFrom<E>>()
  return (language) => {
    const known = made.get(language)
    if (known) return known
    const texts = textsOf<E>(language, language === 'en' ? english : chinese, preferred)
    made.set(language, texts)
    return texts
  }
}
