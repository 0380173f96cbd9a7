import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The repository's root; every script may be called from anywhere. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * @typedef {object} Outcome
 * @property {number} code exit code; 1 when the program could not be started or was ended by a signal
 * @property {string} output stdout and stderr as they came, empty when they were inherited
 * @property {number} ms how long it took
 */

/**
 * Runs a program and gathers what it says. Never throws: a program that is missing is a failed outcome like any other.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, show?: boolean, timeoutMs?: number }} [options] `show` lets the output through instead of
 *   gathering it; past `timeoutMs` the program and everything it started is ended.
 * @returns {Promise<Outcome>}
 */
export function run(program, args, options = {}) {
  const started = Date.now()
  return new Promise((resolve) => {
    // A group of its own, so that what a hanging program started (servers, browsers) ends with it. Node's child has no
    // terminal to read from then; nothing run by these scripts asks questions.
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', options.show ? 'inherit' : 'pipe', options.show ? 'inherit' : 'pipe'],
      detached: process.platform !== 'win32',
    })
    let output = ''
    const gather = (/** @type {Buffer} */ chunk) => {
      output += chunk
    }
    child.stdout?.on('data', gather)
    child.stderr?.on('data', gather)

    const end = (/** @type {NodeJS.Signals} */ signal) => {
      try {
        if (child.pid) process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal)
      } catch {
        // Already gone.
      }
    }
    const pass = (/** @type {NodeJS.Signals} */ signal) => {
      end(signal)
      setTimeout(() => process.exit(1), 3_000).unref()
    }
    process.once('SIGINT', pass)
    process.once('SIGTERM', pass)
    const timer = options.timeoutMs
      ? setTimeout(() => {
          output += `\nended: still running after ${options.timeoutMs} ms`
          end('SIGKILL')
        }, options.timeoutMs)
      : undefined

    const finish = (/** @type {number} */ code) => {
      clearTimeout(timer)
      process.off('SIGINT', pass)
      process.off('SIGTERM', pass)
      end('SIGKILL')
      resolve({ code, output: output.trimEnd(), ms: Date.now() - started })
    }
    child.once('error', (error) => {
      output += error.message
      finish(1)
    })
    child.once('close', (code) => finish(code ?? 1))
  })
}

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`
