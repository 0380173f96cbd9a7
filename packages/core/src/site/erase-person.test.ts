import { expect, it } from 'vitest'
import type { Recorded, Unpositioned } from '../conference/events.ts'
import type { GuestId } from '../ids.ts'
import { ALICE, BOB, guest, KEY, Stage, user } from '../testing/given.ts'
import { account } from '../testing/plan-people.ts'
import { forAllPlans } from '../testing/plans.ts'
import { erasePerson } from './erase-person.ts'
import type { ErasedPerson } from './events.ts'

const ACCOUNTS = [ALICE, BOB, user('carol', '1000003')]
const PEOPLE: ErasedPerson[] = [
  ...ACCOUNTS.map(({ userId }) => ({ is: 'user' as const, userId })),
  ...['Li', 'Mei', 'Hong'].map((name) => ({ is: 'guest' as const, guestId: guest(name).guestId })),
]
/** What is said of nobody: keys, tokens of nobody's, the house, phones. */
const NOBODYS = ['API key', 'host', 'timer', 'connection', '8613800000000', '']

function erased(event: Unpositioned, people: readonly ErasedPerson[]): Recorded {
  return people.reduce<Recorded>((entry, person) => erasePerson(entry, person, () => false) as Recorded, {
    ...event,
    position: 1,
  } as Recorded)
}

/** Every text in the event that tells who somebody is or what they said. */
function telling(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' && ['name', 'was', 'by', 'text', 'account', 'number'].includes(key)
      ? [inner]
      : telling(inner),
  )
}

it('[D58] of people who were erased no event of any meeting tells a name, an account, a number or a word', {
  timeout: 30_000,
}, () => {
  const seen = new Set<string>()
  forAllPlans((stage) => {
    for (const event of stage.log.slice(-12)) {
      seen.add(event.type)
      const { title, type, ...rest } = erased(event, PEOPLE)
      expect(
        telling(rest).filter((text) => !NOBODYS.includes(text)),
        event.type,
      ).toEqual([])
    }
  })
  for (const type of ['PersonInvited', 'CallStarted', 'LobbyEntered', 'InvitationSettled', 'LobbyLeft'])
    expect(seen).toContain(type)
})

it('[D58] erasing one leaves what is said of the others', () => {
  const stage = Stage.booked({ participantsMayInvite: true })
  const li = stage.joins(guest('Li'))
  stage.joins(BOB)
  stage.does(guest('Li'), { type: 'Invite', params: { people: [account(user('carol', '1000003'))] } })
  stage.does(BOB, { type: 'PostChat', params: { text: 'for Li', to: li.id } })
  const without = (person: ErasedPerson) => stage.log.slice(-3).map((event) => erased(event, [person]).data)

  const [invited, called, chat] = without({ is: 'guest', guestId: 'w-Li' as GuestId })
  expect(invited).toMatchObject({
    by: '',
    name: 'carol',
    card: { name: 'carol', who: { number: '1000003' } },
  })
  expect(called).toMatchObject({ name: 'carol', card: { name: 'carol', invitation: { by: '' } } })
  expect(chat).toMatchObject({ name: 'bob', text: 'for Li', to: { name: '', participantId: li.id } })

  const [, rung] = without({ is: 'user', userId: user('carol', '').userId })
  expect(rung).toMatchObject({
    name: '',
    who: { userId: 'u-carol', account: '', number: '' },
    card: { name: '', invitation: { by: 'Li' } },
  })
  const [, , said] = without({ is: 'user', userId: BOB.userId })
  expect(said).toMatchObject({ name: '', text: '', to: { name: 'Li' } })
  stage.does(KEY, { type: 'EndRun', params: {} })
})
