import type { Secrets } from '../ports/secrets.ts'
import { hmacSha256, sha256 } from './sha-256.ts'

/** Real hashes under a known key, so that tests see the same links and seals every time. A forged seal is refused. */
export function createTestSecrets(key = 'test'): Secrets {
  const mac = (purpose: string, message: readonly number[]): number[] =>
    hmacSha256(utf8(`${key}:${purpose}`), message)
  let seals = 0

  /** A key stream from the MAC of nonce and block number; encrypts and decrypts. */
  function mask(nonce: string, bytes: readonly number[]): number[] {
    const stream: number[] = []
    while (stream.length < bytes.length) stream.push(...mac('stream', utf8(`${nonce}:${stream.length}`)))
    return bytes.map((byte, at) => byte ^ (stream[at] ?? 0))
  }

  return {
    seal(text) {
      seals += 1
      const nonce = String(seals)
      const hidden = hex(mask(nonce, utf8(text)))
      return `${nonce}.${hidden}.${hex(mac('seal', utf8(`${nonce}.${hidden}`)))}`
    },
    open(sealed) {
      const [nonce = '', hidden = '', tag = ''] = sealed.split('.')
      if (!equal(tag, hex(mac('seal', utf8(`${nonce}.${hidden}`))))) throw new Error('not sealed by this key')
      const bytes = hidden.match(/../g) ?? []
      const open = mask(
        nonce,
        bytes.map((byte) => Number.parseInt(byte, 16)),
      )
      return new TextDecoder().decode(Uint8Array.from(open))
    },
    mac: (purpose, text) => base64url(mac(purpose, utf8(text))),
    digest: (token) => hex(sha256(utf8(token))),
    equal,
  }
}

function equal(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let at = 0; at < a.length; at += 1) difference |= a.charCodeAt(at) ^ (b.charCodeAt(at) || 0)
  return difference === 0
}

function utf8(text: string): number[] {
  return [...new TextEncoder().encode(text)]
}

function hex(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function base64url(bytes: readonly number[]): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
