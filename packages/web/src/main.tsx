import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserApp } from './browser.ts'
import type { Language } from './i18n/language.ts'
import { loadTexts } from './i18n/load-texts.ts'
import { createSettings } from './state/settings.ts'
import { storageOf } from './storage.ts'
import './style/tokens.css'
import './style/base.css'
import './ui/ui.css'
import { AppView, fetchCodeOf } from './ui/app-view.tsx'
import { Broken } from './ui/broken.tsx'
import { followTheme } from './ui/theme.ts'

const app = createBrowserApp(window, () => void fetchCodeOf('room'))
const load = (language: Language) => loadTexts(language, navigator.languages)
const coming = load(app.language.get())
const root = document.getElementById('root')
if (!root) throw new Error('the shell has no #root')

// Before anything is drawn, so that a chosen theme does not flash.
followTheme(createSettings(storageOf(() => window.localStorage)).store, document.documentElement)
app.start()
// Beside the texts and not after them: one way to the server and back less until the page is seen.
const code = fetchCodeOf(app.page.get().is)
const page = createRoot(root)
// Not awaited at the top: the bundler would then cut this file into many small ones.
void Promise.all([coming, code]).then(([texts]) =>
  page.render(
    <StrictMode>
      <Broken texts={texts}>
        <AppView app={app} first={texts} load={load} />
      </Broken>
    </StrictMode>,
  ),
)
