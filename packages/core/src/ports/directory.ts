import type { TenantId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'

export type User = {
  id: UserId
  tenantId: TenantId
  /** `[A-Za-z0-9._-]{2,64}`; compared without letter case. */
  account: string
  name: string
  /** Digits, from 1000001; drawn by the directory. */
  number: string
  mobile: string
  email: string
  admin: boolean
  status: 'normal' | 'disabled' | 'deleted'
  createdAt: Instant
  changedAt: Instant
}

export type NewUser = Pick<User, 'id' | 'tenantId' | 'name' | 'mobile' | 'email' | 'admin' | 'createdAt'> & {
  /** Absent: `u` and the number. */
  account?: string
  /** Absent: cannot log in by password. */
  password?: string
}

/** The accounts. */
export interface Directory {
  /** Throws `Refusal` `exists` when the account is taken; nothing is kept then. */
  create(user: NewUser): Promise<User>
  byId(id: UserId): Promise<User | null>
  byAccount(account: string): Promise<User | null>
  byNumber(number: string): Promise<User | null>
  /** The user whose password this is. An unknown account MUST take as long as a wrong password. */
  verify(account: string, password: string): Promise<User | null>
  /** Throws `Refusal` `no-person` for an unknown account. */
  setPassword(id: UserId, password: string): Promise<void>
}
