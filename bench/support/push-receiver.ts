import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'

/** One push: when it came (epoch ms with fractions) and the path and id it came under. */
export type Arrival = { at: number; path: string; id: string }

export type PushReceiver = {
  url: string
  pid: number
  /** The next `count`, once they have come. */
  take(count: number, withinMs: number): Promise<Arrival[]>
  stop(): void
}

/** In a process of its own: answers 200 to everything, and writes down what came. Run by `bench/push.ts receiver`. */
export function runPushReceiver(): void {
  let lines: string[] = []
  const server = createServer((request, response) => {
    const at = performance.timeOrigin + performance.now()
    lines.push(`${at} ${request.url} ${request.headers['webhook-id'] ?? '-'}`)
    request.resume().on('end', () => response.writeHead(200).end())
  })
  server.keepAliveTimeout = 60_000
  setInterval(() => {
    if (lines.length === 0) return
    process.stdout.write(`${lines.join('\n')}\n`)
    lines = []
  }, 20)
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.stdout.write(`port ${typeof address === 'object' && address ? address.port : 0}\n`)
  })
}

export async function startPushReceiver(): Promise<PushReceiver> {
  const child: ChildProcess = spawn(process.execPath, [process.argv[1] ?? '', 'receiver'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new Error('the receiver has no output')
  const arrivals: Arrival[] = []
  const port = await new Promise<string>((resolve) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const [first = '', path = '', id = ''] = line.split(' ')
      if (first === 'port') resolve(path)
      else arrivals.push({ at: Number(first), path, id })
    })
  })
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async take(count, withinMs) {
      const until = performance.now() + withinMs
      while (arrivals.length < count) {
        if (performance.now() > until) throw new Error(`only ${arrivals.length} of ${count} pushes came`)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      return arrivals.splice(0, count)
    },
    stop: () => void child.kill('SIGTERM'),
  }
}
