import type { Language } from '../i18n/language.ts'
import type { App } from '../state/app.ts'
import { useStore, useTexts } from './hooks.ts'

/** Each language in its own words, so that who cannot read the page still finds theirs. */
export const languageNames: Record<Language, string> = { 'zh-CN': '中文', en: 'English' }

export function LanguageSwitch({ app }: { app: App }) {
  const { t } = useTexts()
  const current = useStore(app.language)
  return (
    <nav className="languages" aria-label={t('app.language')}>
      {(Object.keys(languageNames) as Language[]).map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          className="languages-one"
          aria-current={language === current ? 'true' : undefined}
          onClick={() => app.setLanguage(language)}
        >
          {languageNames[language]}
        </button>
      ))}
    </nav>
  )
}
