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
