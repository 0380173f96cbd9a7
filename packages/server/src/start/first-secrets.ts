import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Secrets the house drew for whoever runs it, of which the store keeps only hashes, or seals. Each is in a file that only the owner
 * of the process reads before its hash is stored, so that no end of the process in between loses it.
 */
export type FirstSecrets = {
  /** Durable when it returns. The same label again replaces. */
  leave(label: string, secret: string): void
  /** It is not good any more. */
  drop(label: string): void
  /**
   * Tells on a terminal the secrets themselves, also of a start that broke off, and then the file goes; elsewhere where the
   * file is, when something was left there by this start.
   */
  handOver(isTerminal: boolean, tell: (line: string) => void): void
}

export function createFirstSecrets(dataDir: string): FirstSecrets {
  const path = join(dataDir, 'first-start.txt')
  let isNew = false

  function lines(): string[] {
    try {
      return readFileSync(path, 'utf8').split('\n').filter(Boolean)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  }

  function write(all: readonly string[]): void {
    if (all.length === 0) {
      rmSync(path, { force: true })
      return
    }
    const partial = `${path}.partial`
    rmSync(partial, { force: true })
    const file = openSync(partial, 'wx', 0o600)
    try {
      writeSync(file, `${all.join('\n')}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(partial, path)
  }

  const without = (label: string): string[] => lines().filter((line) => !line.startsWith(`${label}: `))

  return {
    leave(label, secret) {
      isNew = true
      write([...without(label), `${label}: ${secret}`])
    },
    drop(label) {
      const others = without(label)
      if (others.length < lines().length) write(others)
    },
    handOver(isTerminal, tell) {
      if (!isTerminal) {
        if (isNew) tell(`The first password and keys are in ${path}; read it and delete it.`)
        return
      }
      const left = lines()
      if (left.length === 0) return
      for (const line of [...left, 'They are shown this once and stored hashed or sealed.']) tell(line)
      write([])
    },
  }
}
