import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The pages are served under a Content-Security-Policy without 'unsafe-inline': nothing may be inlined into the
// shell or turned into a data: script, and the polyfill for modulepreload (an inline script) stays out.
// `--mode gallery` builds fake/ instead: every state of the pages without a server, under the same policy.
export default defineConfig(({ mode }) => ({
  plugins: [react()],
  base: '/',
  build: {
    target: 'es2022',
    outDir: 'dist',
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: mode !== 'gallery',
    ...(mode === 'gallery' ? { rolldownOptions: { input: 'fake/index.html' } } : {}),
  },
}))
