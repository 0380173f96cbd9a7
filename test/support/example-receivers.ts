import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { eventually } from './eventually.ts'

const FOLDER = fileURLToPath(new URL('../../docs/examples/receivers/', import.meta.url))
const JAVA = `${FOLDER}java/src/main/java/meetings/push/`
/** A JVM on a busy machine takes its time, and so does a compiler. */
const STARTS_WITHIN_MS = 30_000

/** An example of the docs in some language. */
export type Example = {
  name: string
  /** What must be there to run it, and how to ask whether it is. */
  needs: [tool: string, ...args: string[]]
  /** What is run once in a folder of its own: a compiler. */
  prepare?: (folder: string) => [command: string, ...args: string[]]
  run: (folder: string) => [command: string, ...args: string[]]
}

export const EXAMPLES: readonly Example[] = [
  {
    name: 'Node with Fastify',
    needs: ['node', '--version'],
    run: () => [process.execPath, `${FOLDER}node-fastify.mjs`],
  },
  {
    name: 'Node with Express',
    needs: ['node', '--version'],
    run: () => [process.execPath, `${FOLDER}node-express.mjs`],
  },
  {
    name: 'Python',
    needs: ['python3', '--version'],
    run: () => ['python3', '-B', `${FOLDER}receiver.py`],
  },
  {
    name: 'Go',
    needs: ['go', 'version'],
    prepare: (folder) => ['go', 'build', '-o', join(folder, 'receiver'), `${FOLDER}receiver.go`],
    run: (folder) => [join(folder, 'receiver')],
  },
  {
    name: 'Java',
    needs: ['javac', '-version'],
    prepare: (folder) => [
      'javac',
      '-Xlint:all',
      '-Werror',
      '-d',
      folder,
      ...['WebhookVerifier', 'Inbox', 'JdkReceiver'].map((name) => `${JAVA}${name}.java`),
    ],
    run: (folder) => ['java', '-cp', folder, 'meetings.push.JdkReceiver'],
  },
]

export function isHere({ needs: [tool, ...args] }: Example): boolean {
  return spawnSync(tool, args, { stdio: 'ignore' }).status === 0
}

export type RunningExample = {
  /** Where it takes posts. */
  readonly url: string
  /** Ids of the events it has worked on, as often as it has. */
  handled(): string[]
  stop(): Promise<void>
}

/** Compiles it if need be, and runs it as its reader would. */
export async function runExample(example: Example, secrets: string): Promise<RunningExample> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-example-'))
  if (example.prepare) {
    const [command, ...args] = example.prepare(folder)
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', env: settings(folder) })
    if (status !== 0) throw new Error(`${command} refused the example:\n${stderr}`)
  }
  const [command, ...args] = example.run(folder)
  const child = spawn(command, args, {
    env: { ...settings(folder), WEBHOOK_SECRETS: secrets, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = collect(child)
  const url = await eventually(() => /^listening on (\S+)$/m.exec(said())?.[1], {
    withinMs: STARTS_WITHIN_MS,
    what: `the receiver in ${example.name}`,
    seen: said,
  })
  return {
    url,
    handled: () => [...said().matchAll(/^handled (\S+)/gm)].map(([, id = '']) => id),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function collect(child: ChildProcess): () => string {
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  return () => said
}

/** Compilers keep what they made in folders of their own; nothing of the caller's settings goes in. */
function settings(folder: string): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env
  return {
    PATH,
    HOME,
    GOCACHE: join(tmpdir(), 'parley-go-cache'),
    GOFLAGS: '',
    GO111MODULE: 'off',
    TMPDIR: folder,
  }
}
