/**
 * Makes sure that what the tests need from the system is there: Chromium for the pages, a font that has Chinese characters
 * (without one Chromium draws boxes), a MariaDB server for the store's contract, a TURN relay and the tool that makes networks for
 * the stories of bad connections, Firefox for the one of another browser, curl for the calls of the docs. As root the missing
 * ones are installed from Debian; otherwise they are named together with the command, and this fails.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { run } from './lib/run.mjs'

const hasFont = () => {
  if (existsSync('/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc')) return true
  try {
    return execFileSync('fc-list', [':lang=zh'], { stdio: ['ignore', 'pipe', 'ignore'] }).length > 0
  } catch {
    return false
  }
}

const needed = [
  { name: 'chromium', why: 'a browser for the stories', present: () => existsSync('/usr/bin/chromium') },
  { name: 'fonts-wqy-zenhei', why: 'a font with Chinese characters', present: hasFont },
  {
    name: 'mariadb-server',
    why: 'a second database for the store contract',
    present: () => ['/usr/sbin/mariadbd', '/usr/bin/mariadb-install-db'].every((path) => existsSync(path)),
  },
  { name: 'coturn', why: 'a TURN relay', present: () => existsSync('/usr/bin/turnserver') },
  {
    name: 'iproute2',
    why: 'networks that can be cut',
    present: () => ['/usr/sbin/ip', '/sbin/ip', '/usr/bin/ip'].some((path) => existsSync(path)),
  },
  { name: 'firefox-esr', why: 'another browser', present: () => existsSync('/usr/bin/firefox-esr') },
  {
    name: 'curl',
    why: 'the calls of the docs as they are printed',
    present: () => existsSync('/usr/bin/curl'),
  },
]

const missing = () => needed.filter((tool) => !tool.present())

/** Debian asks this file before it starts a freshly installed daemon; 101 means no. Ours is removed again. */
const policy = '/usr/sbin/policy-rc.d'

/** @param {string[]} packages */
async function install(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const forbidStarting = !existsSync(policy)
  if (forbidStarting) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    let last = { code: 1, output: '' }
    for (let attempt = 0; attempt < 2 && last.code !== 0; attempt++) {
      last = await run('apt-get', ['update', '-q'], { env })
      if (last.code !== 0) continue
      last = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env })
    }
    return last
  } finally {
    if (forbidStarting) rmSync(policy, { force: true })
  }
}

/** @returns {Promise<{ ok: boolean, message: string }>} */
export async function setUpTests() {
  const absent = missing()
  if (absent.length === 0) return { ok: true, message: 'system packages are there' }
  const names = absent.map((tool) => tool.name)
  const command = `apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')}`
  const list = absent.map((tool) => `  ${tool.name} (${tool.why})`).join('\n')
  if (process.getuid?.() !== 0)
    return { ok: false, message: `Missing on this machine:\n${list}\nAs root: ${command}` }

  console.log(`Installing ${names.join(', ')} …`)
  const outcome = await install(names)
  const still = missing().map((tool) => tool.name)
  if (outcome.code === 0 && still.length === 0) return { ok: true, message: `installed ${names.join(', ')}` }
  return {
    ok: false,
    message: `${outcome.output}\nCould not install ${still.join(', ') || names.join(', ')}. Tried: ${command}`,
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { ok, message } = await setUpTests()
  console.log(message)
  process.exitCode = ok ? 0 : 1
}
