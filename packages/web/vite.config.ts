import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The pages are served under a Content-Security-Policy without 'unsafe-inline': nothing may be inlined into the
// shell or turned into a data: script, and the polyfill for modulepreload (an inline script) stays out.
export default defineConfig({
  plugins: [react()],
  base: '/',
  build: {
    target: 'es2022',
    outDir: 'dist',
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
})
