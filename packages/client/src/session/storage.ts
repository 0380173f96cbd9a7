/**
 * Where the resume ticket survives a reload. One record, written in one piece: the current refresh token and the one it was
 * exchanged for, because the server keeps the old one good until the new one is first used.
 */
export type SavedSession = {
  refreshToken: string
  previous: string | null
  userId: string
  name: string | null
  guest: boolean
  confId: string | null
}

/** `load` and `save` MUST NOT throw: a page without storage still works, it only cannot come back. */
export type SessionStorage = {
  load(): SavedSession | null
  save(session: SavedSession): void
  clear(): void
}

export const memoryStorage = (initial: SavedSession | null = null): SessionStorage => {
  let saved = initial
  return {
    load: () => saved,
    save: (session) => {
      saved = session
    },
    clear: () => {
      saved = null
    },
  }
}

type KeyValue = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const textOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string'

const isSaved = (value: unknown): value is SavedSession => {
  if (typeof value !== 'object' || value === null) return false
  const s = value as Partial<Record<keyof SavedSession, unknown>>
  return (
    typeof s.refreshToken === 'string' &&
    typeof s.userId === 'string' &&
    typeof s.guest === 'boolean' &&
    textOrNull(s.previous) &&
    textOrNull(s.name) &&
    textOrNull(s.confId)
  )
}

/** On `sessionStorage` (one person per tab) or `localStorage` (one per browser). Falls back to memory where it is forbidden. */
export const webStorage = (area: KeyValue, key = 'parley.session'): SessionStorage => {
  const memory = memoryStorage()
  return {
    load: () => {
      try {
        const value: unknown = JSON.parse(area.getItem(key) ?? 'null')
        return isSaved(value) ? value : memory.load()
      } catch {
        return memory.load()
      }
    },
    save: (session) => {
      memory.save(session)
      try {
        area.setItem(key, JSON.stringify(session))
      } catch {
        // Private windows and full quotas: memory has it.
      }
    },
    clear: () => {
      memory.clear()
      try {
        area.removeItem(key)
      } catch {
        // As above.
      }
    },
  }
}
