import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Below this a header costs more than is saved. Bytes. */
const WORTH_IT = 1_024

/** Each asset also as `.br` and `.gz`, made once here as small as they get, so that the server only hands them out. */
function compressed(): Plugin {
  return {
    name: 'compressed assets',
    apply: 'build',
    writeBundle: ({ dir = 'dist' }) => {
      const assets = join(dir, 'assets')
      for (const name of readdirSync(assets)) {
        if (!/\.(?:js|css|svg)$/u.test(name)) continue
        const plain = readFileSync(join(assets, name))
        if (plain.length < WORTH_IT) continue
        writeFileSync(join(assets, `${name}.br`), brotliCompressSync(plain))
        writeFileSync(join(assets, `${name}.gz`), gzipSync(plain, { level: 9 }))
      }
    },
  }
}

// The pages are served under a Content-Security-Policy without 'unsafe-inline': nothing may be inlined into the
// shell or turned into a data: script, and the polyfill for modulepreload (an inline script) stays out.
// `--mode gallery` builds fake/ instead: every state of the pages without a server, under the same policy.
export default defineConfig(({ mode }) => ({
  plugins: [react(), ...(mode === 'gallery' ? [] : [compressed()])],
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
