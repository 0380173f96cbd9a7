import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserApp } from './browser.ts'
import { createTexts } from './i18n/texts.ts'
import { createSettings } from './state/settings.ts'
import { storageOf } from './storage.ts'
import './style/tokens.css'
import './style/base.css'
import './ui/ui.css'
import { AppView } from './ui/app-view.tsx'
import { Broken } from './ui/broken.tsx'
import { followTheme } from './ui/theme.ts'

const app = createBrowserApp(window)
const texts = createTexts(navigator.languages)
const root = document.getElementById('root')
if (!root) throw new Error('the shell has no #root')

// Before anything is drawn, so that a chosen theme does not flash.
followTheme(createSettings(storageOf(() => window.localStorage)).store, document.documentElement)
app.start()
createRoot(root).render(
  <StrictMode>
    <Broken texts={texts(app.language.get())}>
      <AppView app={app} texts={texts} />
    </Broken>
  </StrictMode>,
)
