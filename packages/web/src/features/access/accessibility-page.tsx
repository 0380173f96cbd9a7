import type { PlainKey } from '../../i18n/texts.ts'
import type { App } from '../../state/app.ts'
import { useTexts } from '../../ui/hooks.ts'
import { Shell } from '../../ui/shell.tsx'
import { usePageTitle } from '../../ui/use-title.ts'
import './access.css'

const does = ['access.does.1', 'access.does.2', 'access.does.3', 'access.does.4', 'access.does.5'] as const
const limits = ['access.limits.1', 'access.limits.2', 'access.limits.3'] as const

/** The accessibility statement: what one can rely on, what does not work yet, and whom to tell. */
export function AccessibilityPage({ app }: { app: App }) {
  const { t } = useTexts()
  usePageTitle(t('access.title'))
  return (
    <Shell app={app}>
      <article className="statement">
        <h1>{t('access.title')}</h1>
        <p>{t('access.lead')}</p>
        <Part title="access.does" items={does} />
        <Part title="access.limits" items={limits} />
        <h2>{t('access.tested')}</h2>
        <p>{t('access.testedText')}</p>
        <h2>{t('access.contact')}</h2>
        <p>{t('access.contactText')}</p>
      </article>
    </Shell>
  )
}

function Part({ title, items }: { title: 'access.does' | 'access.limits'; items: readonly PlainKey[] }) {
  const { t } = useTexts()
  return (
    <>
      <h2>{t(title)}</h2>
      <ul>
        {items.map((item) => (
          <li key={item}>{t(item)}</li>
        ))}
      </ul>
    </>
  )
}
