import { createBrowserClient } from './browser-client.ts'
import { type Console, createConsole } from './state/console/console.ts'
import { createConsoleApi } from './state/console/console-api.ts'
import { explainProblem } from './state/explain-problem.ts'

/** The console on a real browser. `key`: where in this tab the sign-in is kept; the start page's is the same. */
export function openConsole(
  window: Window & typeof globalThis,
  key: string,
  language: () => string,
): Console {
  const { session } = createBrowserClient(window, key)
  const model = createConsole({
    session,
    wasSignedIn: () => window.sessionStorage.getItem(key) !== null,
    api: createConsoleApi({
      send: (path, init) => window.fetch(path, { ...init, cache: 'no-store' }),
      token: (renew) => (renew ? session.refresh() : session.accessToken()),
    }),
    address: {
      url: () => new URL(window.location.href),
      push: (path) => window.history.pushState(null, '', path),
    },
    explain: (error) => explainProblem(error, language()),
  })
  window.addEventListener('popstate', () => void model.moved())
  return model
}
