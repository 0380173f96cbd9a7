import type { ConferenceId, Participant, ParticipantId, User } from '@parley/core'
import { type House, openHouse } from '../testing/house.ts'

/** Whose control token: of the host password; of the guest password; of that, shown with Bob's login. */
export type Token = 'host' | 'guest' | 'bob' | 'another conference' | 'invented' | 'none'

export type Person = 'alice' | 'bob' | 'wendy'

/**
 * A running conference for one case. Alice booked it and is its host, Bob and Carol are invited, Bob and the guest Wendy are
 * inside; Dora has an account and was not invited.
 */
export type Stage = {
  house: House
  id: ConferenceId
  pids: Record<Person, ParticipantId>
  users: Record<'alice' | 'bob' | 'carol' | 'dora', User>
  passwords: { host: string; guest: string; wrong: string }
  tokens: Record<Exclude<Token, 'none'>, string>
  person: (pid: ParticipantId) => Promise<Participant>
}

export type Theatre = { house: House; users: Stage['users']; other: string; login: string }

export async function openTheatre(): Promise<Theatre> {
  const house = await openHouse()
  const users = {
    alice: await house.account('alice'),
    bob: await house.account('bob'),
    carol: await house.account('carol'),
    dora: await house.account('dora'),
  }
  const meeting = await house.meeting()
  const other = await house.controlToken(meeting.id, meeting.passwords.host)
  return { house, users, other, login: await house.login('bob') }
}

export async function openStage({ house, users, other, login }: Theatre): Promise<Stage> {
  const { id, passwords } = await house.meeting({ attendees: [{ accountId: 'bob' }, { accountId: 'carol' }] })
  const { host } = passwords
  const guest = passwords.guest as string
  const pids = {
    alice: await house.join(id, users.alice),
    bob: await house.join(id, users.bob),
    wendy: await house.join(id, 'wendy'),
  }
  const tokens = {
    host: await house.controlToken(id, host),
    guest: await house.controlToken(id, guest),
    bob: await house.controlToken(id, guest, { 'x-access-token': login }),
    'another conference': other,
    invented: `stb${'0'.repeat(48)}`,
  }
  const wrong = ['000000', '000001', '000002'].find((one) => one !== host && one !== guest) as string
  return {
    house,
    id,
    pids,
    users,
    passwords: { host, guest, wrong },
    tokens,
    async person(pid) {
      const person = (await house.state(id)).people[pid]
      if (!person) throw new Error('nobody')
      return person
    },
  }
}
