import type { RunSettings } from '@parley/core'
import type { Case, Given } from '../row.ts'
import type { Person, Stage } from '../stage.ts'

export const about =
  (who: Person, body?: unknown) =>
  ({ pids }: Stage): Given => ({
    query: { participantID: pids[who] },
    ...(body === undefined ? {} : { body }),
  })

/** From then on Bob's role-0 token has the floor. */
export function bobAsCohost({ house, id, users, pids }: Stage) {
  return house.execute(id, users.alice, 'SetCohost', { id: pids.bob, on: true })
}

export const whileSet =
  (changes: Partial<RunSettings>) =>
  ({ house, id, users }: Stage) =>
    house.execute(id, users.alice, 'ChangeSettings', { changes })

export const settings = async ({ house, id }: Stage) => (await house.state(id)).settings

export function wendyWaits({ house, id, users, pids }: Stage) {
  return house.execute(id, users.alice, 'ReturnToLobby', { ids: [pids.wendy] })
}

/** Five wrong passwords from one address. */
export async function guessed({ house, id, passwords }: Stage): Promise<void> {
  for (let tries = 0; tries < 5; tries++) await house.controlToken(id, passwords.wrong)
}

/** Name, whether invited, and presence of whoever has that number. */
export const byNumber = (number: (stage: Stage) => string) => async (stage: Stage) => {
  const { people } = await stage.house.state(stage.id)
  const found = Object.values(people).find(({ who }) => who.number === number(stage))
  return found && [found.name, found.invited, found.presence.is]
}

export const dora = byNumber(({ users }) => users.dora.number)

/** "Co-hosts act like the host except on the host himself." */
export function cohostOnHost(given: (stage: Stage) => Given): Case {
  return {
    kind: 'wrong role',
    what: 'a cohost’s token, on the host',
    mark: 'D',
    as: 'bob',
    answer: 'MMC.111072110',
    before: bobAsCohost,
    given,
  }
}

export function bobOnWendy(given: (stage: Stage) => Given): Case {
  return {
    kind: 'wrong role',
    what: 'the role-0 token of somebody else',
    mark: 'D',
    as: 'bob',
    answer: 'MMC.111072071',
    given,
  }
}

/** What Bob's role-0 token may do to himself. */
export function bobOnHimself(see: Case['see'], seen: unknown): Case {
  return {
    kind: 'success',
    what: 'a role-0 token, on its own participant',
    mark: 'D',
    as: 'bob',
    answer: 'ok',
    see,
    seen,
  }
}
