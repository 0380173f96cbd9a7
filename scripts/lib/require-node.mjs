import { readFileSync } from 'node:fs'

/** Ends the process with one readable sentence when this Node is older than package.json asks for. */
export function requireNode() {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const [wantMajor = 0, wantMinor = 0] = engines.node.match(/\d+/g).map(Number)
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > wantMajor || (major === wantMajor && minor >= wantMinor)) return
  console.error(
    `Parley needs Node ${wantMajor}.${wantMinor} or newer; this is ${process.versions.node} (${process.execPath}).`,
  )
  process.exit(1)
}
