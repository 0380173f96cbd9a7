import type { UserId } from '../ids.ts'
import type { Directory, User } from '../ports/directory.ts'
import { refuse } from '../refusal.ts'

const FIRST_NUMBER = 1_000_001

/** Keeps passwords as they are: for tests and nothing else. */
export function createMemoryDirectory(): Directory {
  const users = new Map<UserId, User>()
  const passwords = new Map<UserId, string>()
  let nextNumber = FIRST_NUMBER

  function find(condition: (user: User) => boolean): User | null {
    return [...users.values()].find(condition) ?? null
  }

  function byAccount(account: string): User | null {
    return find((user) => user.account.toLowerCase() === account.toLowerCase())
  }

  return {
    async create({ account, password, ...rest }) {
      let number = nextNumber
      // Somebody may have chosen the account that a number would give.
      while (account === undefined && byAccount(`u${number}`)) number += 1
      const name = account ?? `u${number}`
      if (byAccount(name)) refuse('exists', 'the account is taken')
      nextNumber = number + 1
      const user: User = {
        ...rest,
        account: name,
        number: String(number),
        status: 'normal',
        changedAt: rest.createdAt,
      }
      users.set(user.id, user)
      if (password !== undefined) passwords.set(user.id, password)
      return user
    },
    async byId(id) {
      return users.get(id) ?? null
    },
    async byAccount(account) {
      return byAccount(account)
    },
    async byNumber(number) {
      return find((user) => user.number === number)
    },
    async verify(account, password) {
      const user = byAccount(account)
      return user && passwords.get(user.id) === password ? user : null
    },
    async setPassword(id, password) {
      if (!users.has(id)) refuse('no-person', 'there is no such account')
      passwords.set(id, password)
    },
  }
}
