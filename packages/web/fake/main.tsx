/**
 * Every state of the pages without a server, for looking at them and for checks with axe: `/fake/?show=<state>`.
 * Real components, real texts and styles; only what the server and the browser would say is made up. Not part of the build.
 */
// First: whatever makes a schema comes after it.
import '@parley/protocol/no-eval'
import { createRoot } from 'react-dom/client'
import { createTexts } from '../src/i18n/texts.ts'
import type { Page } from '../src/state/app.ts'
import '../src/style/tokens.css'
import '../src/style/base.css'
import '../src/ui/ui.css'
import { AppView } from '../src/ui/app-view.tsx'
import { fakeApp } from './fake-app.ts'
import { states } from './states.ts'

const query = new URLSearchParams(location.search)
const name = query.get('show') ?? ''
const make = states[name]
const root = document.getElementById('root')
if (!root) throw new Error('no #root')
const texts = createTexts()

if (make) {
  const app = fakeApp(query.get('lang') === 'zh' ? 'zh-CN' : 'en')
  const page: Page = await make(app)
  app.page.set(page)
  createRoot(root).render(
    <AppView app={app} first={texts(app.language.get())} load={async (language) => texts(language)} />,
  )
} else {
  createRoot(root).render(
    <ul>
      {Object.keys(states).map((one) => (
        <li key={one}>
          <a href={`?show=${one}`}>{one}</a> · <a href={`?show=${one}&lang=zh`}>zh</a>
        </li>
      ))}
    </ul>,
  )
}
