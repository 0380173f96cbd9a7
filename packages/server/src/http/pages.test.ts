import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { afterAll, describe, expect, it } from 'vitest'
import { createPages, type PageOptions, withSettings } from './pages.ts'

const folder = mkdtempSync(join(tmpdir(), 'parley-pages-'))
mkdirSync(join(folder, 'assets'))
writeFileSync(join(folder, 'assets/a.js'), 'plain')
writeFileSync(join(folder, 'assets/a.js.br'), 'brotli')
writeFileSync(join(folder, 'assets/a.js.gz'), 'gzip')
writeFileSync(join(folder, 'index.html'), '<html><head>\n  </head><body></body></html>')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const none: PageOptions = { frameAncestors: [], returnOrigins: [] }

async function get(path: string, options: PageOptions, headers: Record<string, string> = {}) {
  const app = Fastify()
  await app.register(async (inner) => createPages(folder, options).routes(inner))
  const answer = await app.inject({ url: path, headers })
  await app.close()
  return answer
}

describe('pages in a frame', () => {
  it('are refused to everybody by default', async () => {
    const { headers } = await get('/', none)
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['x-frame-options']).toBe('DENY')
  })

  it('are allowed to the sites named, and to no other', async () => {
    const { headers } = await get('/', {
      ...none,
      frameAncestors: ['https://crm.example', 'https://intra.example:8443'],
    })
    expect(headers['content-security-policy']).toMatch(
      /frame-ancestors https:\/\/crm\.example https:\/\/intra\.example:8443$/,
    )
    // It would forbid what the policy allows, in browsers that read both.
    expect(headers['x-frame-options']).toBeUndefined()
  })

  it('are never those where the house is run', async () => {
    for (const path of ['/console', '/console/rules']) {
      const { headers } = await get(path, { ...none, frameAncestors: ['https://crm.example'] })
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(headers['x-frame-options']).toBe('DENY')
    }
  })

  it('may use camera, microphone and screen where the site around hands them on', async () => {
    const { headers } = await get('/', none)
    for (const name of ['camera', 'microphone', 'display-capture', 'autoplay', 'fullscreen'])
      expect(headers['permissions-policy']).toContain(`${name}=(self)`)
    expect(headers['permissions-policy']).toContain('geolocation=()')
  })
})

describe('assets', () => {
  it.each([
    ['gzip, deflate, br', 'br', 'brotli'],
    ['gzip', 'gzip', 'gzip'],
    ['identity', undefined, 'plain'],
  ])('go out to %s as %s, for good', async (accepts, encoding, body) => {
    const answer = await get('/assets/a.js', none, { 'accept-encoding': accepts })
    expect(answer.headers['content-encoding']).toBe(encoding)
    expect(answer.body).toBe(body)
    expect(answer.headers['content-type']).toContain('javascript')
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(answer.headers.vary).toContain('accept-encoding')
  })
})

describe('the shell', () => {
  it.each(['/', '/accessibility', '/gzbwclient/room', '/console', '/console/rules'])(
    'is served at %s',
    async (path) => {
      const answer = await get(path, none)
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['cache-control']).toBe('no-store')
    },
  )

  it('carries the settings of the pages, whatever stands in them', () => {
    const options = { frameAncestors: ['https://a.example'], returnOrigins: ['"><script>$&</script>&amp;'] }
    const shell = withSettings('<head>\n  </head>', options)
    expect(shell).not.toContain('<script')
    const content = /content="([^"]*)"/.exec(shell)?.[1] ?? ''
    const read = content.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    expect(JSON.parse(read)).toEqual(options)
  })
})
