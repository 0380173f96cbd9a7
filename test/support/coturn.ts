import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { eventually } from './eventually.ts'

export type Coturn = {
  /** What pages are given (RTCIceServer). */
  iceServer: { urls: string[]; username: string; credential: string }
}

/** A TURN relay of the test's own on `addresses` of this machine; UDP only, ports above 42000. */
export async function startCoturn(addresses: readonly string[], port = 34_780): Promise<Coturn> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-coturn-'))
  const child = spawn(
    'turnserver',
    [
      '-n',
      '--no-cli',
      '--no-tls',
      '--no-dtls',
      '--no-multicast-peers',
      '--lt-cred-mech',
      '--fingerprint',
      '--realm=parley.test',
      '--user=ann:secret',
      `--listening-port=${port}`,
      '--min-port=42000',
      '--max-port=42999',
      ...addresses.flatMap((address) => [`--listening-ip=${address}`, `--relay-ip=${address}`]),
      `--pidfile=${join(folder, 'pid')}`,
      `--userdb=${join(folder, 'db')}`,
      '--log-file=stdout',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  const exited = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGTERM')
    const forced = setTimeout(() => child.kill('SIGKILL'), 2_000)
    await exited
    clearTimeout(forced)
    rmSync(folder, { recursive: true, force: true })
  })
  await eventually(
    async () => {
      if (child.exitCode !== null) throw new Error(`turnserver did not start:\n${said}`)
      return listens(addresses[0] ?? '127.0.0.1', port)
    },
    { what: 'a listening relay', withinMs: 5_000, everyMs: 50 },
  )
  return {
    iceServer: {
      urls: addresses.map((address) => `turn:${address}:${port}?transport=udp`),
      username: 'ann',
      credential: 'secret',
    },
  }
}

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port })
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
