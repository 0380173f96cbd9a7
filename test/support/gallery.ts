import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const kinds: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** What the server sends with its pages, without what only a real server needs. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'"

/** Builds the pages' gallery of states and serves it as the pages are served: same build, same policy. */
export function galleryForAll(): { readonly url: string } {
  const folder = mkdtempSync(join(tmpdir(), 'parley-gallery-'))
  let server: Server | null = null
  let url = ''
  beforeAll(async () => {
    const vite = join(root, 'node_modules/vite/bin/vite.js')
    const pages = join(root, 'packages/web')
    const args = ['build', '--mode', 'gallery', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error']
    await promisify(execFile)(process.execPath, [vite, ...args], { cwd: pages })
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://gallery')
      const file = pathname === '/' ? '/fake/index.html' : pathname
      try {
        const body = readFileSync(join(folder, file))
        response.writeHead(200, {
          'content-type': kinds[extname(file)] ?? 'application/octet-stream',
          'content-security-policy': policy,
        })
        response.end(body)
      } catch {
        response.writeHead(file === '/favicon.ico' ? 204 : 404).end()
      }
    })
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}/` : ''
  })
  afterAll(() => {
    server?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    get url() {
      return url
    },
  }
}
