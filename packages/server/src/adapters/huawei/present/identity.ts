import type { Participant, UserId } from '@parley/core'

/**
 * Who reads. `host`: passwords too. `account`: somebody logged in. `guest`: whoever knows the guest password only; sees
 * people by name and participant id, and not their accounts and numbers.
 */
export type Eyes = 'host' | 'account' | 'guest'

/** Whoever holds a control token. */
export function eyesOf({ level, userId }: { level: 'host' | 'general'; userId: UserId | null }): Eyes {
  if (level === 'host') return 'host'
  return userId ? 'account' : 'guest'
}

/** What is told of a person's identity. Clients key people by the number, so guests get the participant id for it. */
export function identityOf(person: Pick<Participant, 'id' | 'who'>, eyes: Eyes) {
  if (eyes === 'guest') return { userId: '', account: '', number: person.id as string, tenantId: '' }
  const { who } = person
  if (who.is !== 'user') return { userId: '', account: '', number: who.number, tenantId: '' }
  return {
    userId: who.userId as string,
    account: who.account,
    number: who.number,
    tenantId: who.tenantId as string,
  }
}
