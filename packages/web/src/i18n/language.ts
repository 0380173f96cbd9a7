const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

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

const scriptOf = (tag: string) => new Intl.Locale(tag).maximize().script

/**
 * How dates and times are written on a page in `language`: as where the reader lives, as far as the browser says so for this
 * very language and its script (en-GB writes 15:00, en-US 3:00 PM; zh-TW would bring other characters than the page has).
 */
export function localeFor(language: Language, preferred: readonly string[]): string {
  const primary = language.split('-')[0]
  const own = preferred.find((tag) => {
    try {
      const { language: spoken, region } = new Intl.Locale(tag)
      return spoken === primary && region !== undefined && scriptOf(tag) === scriptOf(language)
    } catch {
      return false
    }
  })
  return own ?? language
}
