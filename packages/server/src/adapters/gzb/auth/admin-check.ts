import { Refusal } from '@parley/core'
import { createHouse } from '../house.ts'
import type { GzbParts } from '../parts.ts'

/**
 * Whether an access token of this wire is an administrator's, for doors that the console uses: it signs in here.
 * Null: it is not, or it is none.
 */
export function createAdminCheck(
  parts: GzbParts,
): (token: string) => Promise<{ keyId: string; name: string } | null> {
  const { auth } = createHouse(parts)
  return async (token) => {
    try {
      const caller = await auth.bearer(token)
      if (caller.is !== 'user' || !caller.user.admin) return null
      return { keyId: caller.user.id, name: caller.user.name }
    } catch (error) {
      if (error instanceof Refusal) return null
      throw error
    }
  }
}
