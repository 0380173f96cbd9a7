import type { Keyring } from '../ports/keyring.ts'

export function createMemoryKeyring(): Keyring {
  const values = new Map<string, string>()
  return {
    async get(name) {
      return values.get(name) ?? null
    },
    async putIfAbsent(name, value) {
      const held = values.get(name)
      if (held !== undefined) return held
      values.set(name, value)
      return value
    },
    async put(name, value) {
      values.set(name, value)
    },
  }
}
