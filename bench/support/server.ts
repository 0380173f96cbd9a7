import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const API_KEY = 'bench-api-key-of-some-length'
export const ADMIN_PASSWORD = 'bench-admin-password'
const MAIN = fileURLToPath(new URL('../main.js', import.meta.url))

export type BenchServer = {
  url: string
  port: number
  pid: number
  /** Seconds of processor time used so far, all threads. */
  cpuSeconds(): number
  /** Resident memory in kB. */
  residentKb(): number
  stop(): Promise<void>
}

/** The built server as a process of its own, on a fresh data folder, throttles out of the way. */
export async function startServer(env: Record<string, string> = {}): Promise<BenchServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  const port = await freePort()
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PARLEY_PORT: String(port),
      PARLEY_DATA_DIR: dataDir,
      PARLEY_ADMIN_PASSWORD: ADMIN_PASSWORD,
      PARLEY_API_KEY: API_KEY,
      PARLEY_DEMO: 'off',
      PARLEY_LOG_LEVEL: 'error',
      PARLEY_THROTTLE_FACTOR: '1000000',
      ...env,
    },
  })
  const url = `http://127.0.0.1:${port}`
  await ready(url, child)
  const pid = child.pid ?? 0
  return {
    url,
    port,
    pid,
    cpuSeconds: () => cpuSeconds(pid),
    residentKb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0),
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** User and system time of a process, from the kernel's 100 Hz counters. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the server did not get ready')
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
