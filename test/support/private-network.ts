import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { EXECUTABLE } from './chromium.ts'

/** One person's house: a network namespace joined to the machine by one cable (a veth pair), and to nothing else. */
export type House = {
  /** Starts Chromium inside: to be given to `launchChromium`. */
  browser: string
  /** The machine's end of the cable, as this house sees it. */
  gateway: string
  address: string
  /** The machine's end of the cable is down: nothing gets through in either direction. */
  cut(): void
  mend(): void
}

export type PrivateNetwork = { houses: readonly House[] }

/** Whether this process may make namespaces. */
export function mayMakeNetworks(): boolean {
  if (process.getuid?.() !== 0) return false
  const name = `plp${process.pid}`
  const made = spawnSync('ip', ['netns', 'add', name]).status === 0
  if (made) spawnSync('ip', ['netns', 'del', name])
  return made
}

/**
 * `count` houses that reach the machine and, as nothing forwards between them, not each other: what they send one another has
 * to go through something on the machine. Everything is gone when the test is over. The addresses are of the block for tests
 * of networks (198.18.0.0/15).
 */
export function privateNetwork(count: number): PrivateNetwork {
  const folder = mkdtempSync(join(tmpdir(), 'parley-network-'))
  const undo: (() => void)[] = [() => rmSync(folder, { recursive: true, force: true })]
  onTestFinished(() => {
    for (const step of undo.reverse()) step()
  })
  const houses = Array.from({ length: count }, (_, at) => {
    // 15 characters at most with the letter behind it, and never the same twice: a namespace goes when its last process does.
    const name = `pl${randomBytes(4).toString('hex')}x${at}`
    const [gateway, address] = [`198.18.${at + 1}.1`, `198.18.${at + 1}.2`]
    const within = ['netns', 'exec', name, 'ip']
    ip('netns', 'add', name)
    undo.push(() => spawnSync('ip', ['netns', 'del', name]))
    ip('link', 'add', `${name}m`, 'type', 'veth', 'peer', 'name', `${name}h`, 'netns', name)
    undo.push(() => spawnSync('ip', ['link', 'del', `${name}m`]))
    ip('address', 'add', `${gateway}/30`, 'dev', `${name}m`)
    ip('link', 'set', `${name}m`, 'up')
    ip(...within, 'link', 'set', 'lo', 'up')
    ip(...within, 'address', 'add', `${address}/30`, 'dev', `${name}h`)
    ip(...within, 'link', 'set', `${name}h`, 'up')
    ip(...within, 'route', 'add', 'default', 'via', gateway)
    const browser = join(folder, `chromium-${at}`)
    writeFileSync(browser, `#!/bin/sh\nexec ip netns exec ${name} ${EXECUTABLE} "$@"\n`)
    chmodSync(browser, 0o755)
    return {
      browser,
      gateway,
      address,
      cut: () => ip('link', 'set', `${name}m`, 'down'),
      mend: () => ip('link', 'set', `${name}m`, 'up'),
    }
  })
  return { houses }
}

function ip(...args: string[]): void {
  const { status, stderr } = spawnSync('ip', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr}`)
}
