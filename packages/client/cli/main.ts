import { listen } from './listen.ts'
import { readOptions } from './options.ts'
import { USAGE } from './usage.ts'

/** Runs a command line and answers the exit code: 0 done, 1 the server refused, 2 the line cannot be understood. */
export async function main(args: readonly string[]): Promise<number> {
  const read = readOptions(args, process.env)
  if (read.is === 'help') {
    console.log(USAGE)
    return 0
  }
  if (read.is === 'wrong') {
    console.error(`parley: ${read.why}\n\n${USAGE}`)
    return 2
  }
  const abort = new AbortController()
  const stop = (): void => abort.abort()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  // Whoever reads has seen enough: `parley listen | head`.
  process.stdout.on('error', stop)
  try {
    return await listen(read.options, {
      signal: abort.signal,
      print: (line) => void process.stdout.write(`${line}\n`),
      warn: (line) => void process.stderr.write(`${line}\n`),
    })
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    process.stdout.off('error', stop)
  }
}
