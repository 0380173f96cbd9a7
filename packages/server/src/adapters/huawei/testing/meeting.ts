import { openHouse } from './house.ts'

/** A running meeting of Alice's with Bob on its list, and a control token of each password. */
export async function openMeeting() {
  const house = await openHouse()
  const alice = await house.account('alice')
  const bob = await house.account('bob')
  const { id, passwords } = await house.meeting({ attendees: [{ accountId: 'bob' }] })
  return {
    house,
    alice,
    bob,
    id,
    host: await house.controlToken(id, passwords.host),
    guest: await house.controlToken(id, passwords.guest as string),
  }
}
