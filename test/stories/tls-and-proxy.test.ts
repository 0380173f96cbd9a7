import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { createServerProcess, runToEnd, serverForTest } from '../support/server.ts'

async function get(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const sent = request(url, { rejectUnauthorized: false, headers })
  sent.end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of answer) text += chunk
  return { status: answer.statusCode ?? 0, text }
}

async function certificateOf(port: number): Promise<X509Certificate> {
  const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const { raw } = socket.getPeerCertificate()
  socket.destroy()
  return new X509Certificate(raw)
}

test('PARLEY_TLS=self-signed answers https and wss with a certificate for localhost that stays the same', async () => {
  const server = await serverForTest({ env: { PARLEY_TLS: 'self-signed' } })
  expect(server.url).toMatch(/^https:\/\/localhost:\d+$/)
  expect(server.links.guest).toMatch(/^https:/)
  expect(server.greeting).toContain('self-signed certificate')
  expect((await get(`${server.url}/readyz`)).status).toBe(200)
  const certificate = await certificateOf(server.port)
  expect(certificate.checkHost('localhost')).toBe('localhost')
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now())

  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/gzbwclient/websck?token=none`, {
    rejectUnauthorized: false,
  })
  const [code] = (await once(socket, 'close')) as [number]
  expect(code).toBe(4001)

  await server.stop()
  await server.start()
  expect((await certificateOf(server.port)).fingerprint256).toBe(certificate.fingerprint256)
})

test('a certificate and key of one’s own are served; one without the other is refused at the start', async () => {
  const made = await serverForTest({ env: { PARLEY_TLS: 'self-signed' } })
  const fingerprint = (await certificateOf(made.port)).fingerprint256
  const pem = {
    cert: join(made.dataDir, 'self-signed.cert.pem'),
    key: join(made.dataDir, 'self-signed.key.pem'),
  }
  expect(statSync(pem.key).mode & 0o777).toBe(0o600)
  const own = createServerProcess({ env: { PARLEY_TLS_CERT: pem.cert, PARLEY_TLS_KEY: pem.key } })
  onTestFinished(() => own.dispose())
  await own.start()
  expect((await certificateOf(own.port)).fingerprint256).toBe(fingerprint)

  const { code, stderr } = await runToEnd({ PARLEY_TLS_CERT: pem.cert })
  expect(code).toBe(1)
  expect(stderr).toContain('PARLEY_TLS_CERT and PARLEY_TLS_KEY belong together')
})

test('behind a proxy with TLS of its own, PARLEY_PUBLIC_URL is what links and programs are told', async () => {
  const server = await serverForTest({ env: { PARLEY_PUBLIC_URL: 'https://meet.example.org' } })
  expect(server.url).toBe('https://meet.example.org')
  expect(server.links.guest).toMatch(/^https:\/\/meet\.example\.org\/gzbwclient\/conference\//)
  expect(server.greeting).not.toContain('PARLEY_PUBLIC_URL')
})
