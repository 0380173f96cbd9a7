import type { Command, Invitee } from '../conference/commands.ts'
import type { Participant } from '../conference/state.ts'
import { ALICE, BOB, user } from './given.ts'

const CAROL = user('carol', '1000003')
const PHONE: Invitee = { who: { is: 'phone', number: '8613800000000' }, name: '', role: 'participant' }

export function account(
  { userId, account, number, tenantId, name }: typeof ALICE,
  role: Invitee['role'] = 'participant',
): Invitee {
  return { who: { is: 'user', userId, account, number, tenantId }, name, role }
}

/** What can happen to people at the door and to those who are called. */
export function peopleCommands(
  people: readonly Participant[],
  person: Participant | undefined,
  { whom, flag }: { whom: number; flag: boolean },
): Command[] {
  const ids = person ? [person.id] : []
  const everybody = people.map(({ id }) => id)
  const ringing = people.find(({ invitation }) => invitation !== null)?.invitation
  const invitees = [account(BOB, flag ? 'cohost' : 'participant'), account(ALICE), account(CAROL), PHONE]
  const one = invitees[whom % invitees.length] ?? PHONE
  return [
    { type: 'ChangeSettings', params: { changes: { waitingRoom: whom > 0, participantsMayInvite: flag } } },
    { type: 'Admit', params: flag ? { ids } : { all: true } },
    { type: 'Refuse', params: flag ? { ids } : { all: true } },
    { type: 'ReturnToLobby', params: { ids: flag ? ids : everybody } },
    { type: 'Invite', params: { people: flag ? [one] : invitees } },
    { type: 'Invite', params: { people: [one] } },
    { type: 'Uninvite', params: { ids: flag ? ids : everybody } },
    {
      type: 'AnswerInvitation',
      params: {
        invitationId: ringing?.id ?? ('x' as never),
        answer: (['accept', 'decline', 'busy'] as const)[whom % 3] ?? 'accept',
      },
    },
  ]
}
