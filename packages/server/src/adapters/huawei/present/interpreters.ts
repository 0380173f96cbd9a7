import type { Interpretation } from '@parley/core'
import type { Eyes } from './identity.ts'

/** InterpreterGroupNotify ([HW] 2.4): where the table has it and where the sample has it. Guests see names only. */
export function interpreterGroups({ groups }: Interpretation, eyes: Eyes) {
  const list = groups.map(({ id, name, by, languages: [firstLanguage, secondLanguage], interpreters }) => ({
    groupID: id,
    // The table's spelling.
    groupId: id,
    groupName: name,
    groupType: by === 'people' ? 'MANUAL' : 'AI',
    firstLanguage,
    secondLanguage,
    interpreters: interpreters.map((one) => ({
      loginAccount: eyes === 'guest' ? '' : one.account,
      userID: eyes === 'guest' ? '' : one.userId,
      callNumber: eyes === 'guest' ? '' : one.number,
      name: one.name,
    })),
  }))
  return { data: list, interpreterGroups: list }
}
