import type { App } from './state/app.ts'
import { createEmbed } from './state/embed.ts'
import type { EventMessage } from './state/embed-words.ts'

/** In a frame of a page the operator trusts. */
export function embedInBrowser(
  window: Window & typeof globalThis,
  app: App,
  trusted: readonly string[],
): () => void {
  // Chromium and Safari say who is around; elsewhere each trusted site is addressed, and only the right one gets it.
  const around = window.location.ancestorOrigins?.[0]
  const targets = around === undefined ? trusted : trusted.filter((origin) => origin === around)
  return createEmbed(
    app,
    {
      listen: (heard) => {
        const receive = ({ data, origin, source }: MessageEvent) =>
          heard({ data, origin, fromParent: source === window.parent })
        window.addEventListener('message', receive)
        return () => window.removeEventListener('message', receive)
      },
      tell: (event) => {
        const message: EventMessage = { type: 'parley:event', ...event }
        for (const target of targets) window.parent.postMessage(message, target)
      },
    },
    trusted,
  )
}
