import type { Case } from '../row.ts'
import type { Stage } from '../stage.ts'

export const aboutBob =
  (body?: unknown) =>
  ({ pids }: Stage) => ({ query: { participantID: pids.bob }, ...(body === undefined ? {} : { body }) })

/** From then on Bob's role-0 token has the floor. */
export function bobAsCohost({ house, id, users, pids }: Stage) {
  return house.execute(id, users.alice, 'SetCohost', { id: pids.bob, on: true })
}

/** Five wrong passwords from one address. */
export async function guessed({ house, id, passwords }: Stage): Promise<void> {
  for (let tries = 0; tries < 5; tries++) await house.controlToken(id, passwords.wrong)
}

/** "Co-hosts act like the host except on the host himself." */
export function onAlice(body?: unknown): Case {
  return {
    kind: 'wrong role',
    what: 'a cohost’s token, on the host',
    mark: 'D',
    as: 'bob',
    answer: 'MMC.111072110',
    before: bobAsCohost,
    given: ({ pids }) => ({ query: { participantID: pids.alice }, ...(body === undefined ? {} : { body }) }),
  }
}
