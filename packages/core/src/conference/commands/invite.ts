import { Refusal, refuse } from '../../refusal.ts'
import type { Answer, CommandParams, Invitee } from '../commands.ts'
import { subjectOf } from '../events.ts'
import { cut, plainText } from '../plain-text.ts'
import { NAME_LENGTH } from '../policies.ts'
import { requireChair, requireInviting } from '../rights.ts'
import type { Outcome, Scene } from '../scene.ts'
import {
  type Conference,
  identityOf,
  insiders,
  isAtTheDoor,
  isInside,
  isRemoved,
  type Participant,
} from '../state.ts'
import { freshCard } from './card.ts'
import { seats } from './entry.ts'
import { vacateHost } from './host-place.ts'
import { isRinging } from './invitation.ts'
import { requireNamed } from './people.ts'
import { requireRun } from './require-run.ts'
import { shownName } from './shown-name.ts'

type Invited = NonNullable<Answer['invitations']>[number]

/**
 * Puts people on the list and rings at their pages; a number nobody here holds cannot ring. Does what it can and answers per
 * person; naming exactly one makes its refusal the command's own (SPEC.md, W10 to W14).
 */
export function invite(scene: Scene, { people }: CommandParams['Invite']): Outcome {
  const { standing, conference } = scene
  requireInviting(conference, standing)
  requireRun(conference)
  requireNamed(people, 'people')
  // A cohost's place is the chair's to give.
  if (people.some(({ role }) => role === 'cohost')) requireChair(standing)
  const invitations = people.map((invitee): Invited => {
    try {
      return inviteOne(scene, invitee)
    } catch (error) {
      if (!(error instanceof Refusal) || people.length === 1) throw error
      return {
        participantId: find(scene.conference, invitee)?.id ?? null,
        refused: error.code,
        state: 'refused',
      }
    }
  })
  return { invitations }
}

function inviteOne(scene: Scene, invitee: Invitee): Invited {
  const known = find(scene.conference, invitee)
  const run = requireRun(scene.conference)
  if (known && isRinging(known) && known.invitation)
    return { participantId: known.id, invitationId: known.invitation.id, state: 'calling' }
  if (known && (isInside(known) || isAtTheDoor(known))) refuse('conflict', 'this person is here already')
  if (run.banned.includes(identityOf(invitee.who))) refuse('banned', 'removed from this conference')
  checkRoom(scene, known)

  const invitationId = scene.draw.invitationId()
  const by = shownName(scene)
  if (known && isRemoved(known)) vacateHost(scene, known)
  const card = cardOf(scene, invitee, known)
  const reachable = invitee.who.is === 'user'
  const until = scene.now + (reachable ? scene.policies.ringMs : 0)
  scene.emit('PersonInvited', { ...subjectOf(card), card, invitationId, by, until })
  if (!reachable) {
    const settled = { invitationId, outcome: 'unreachable' as const, rang: false, until }
    scene.emit('InvitationSettled', { ...subjectOf(card), ...settled })
    return { participantId: card.id, invitationId, state: 'unreachable' }
  }
  const calling: Participant = {
    ...card,
    invitation: { id: invitationId, by },
    presence: { is: 'calling', since: scene.now, until },
  }
  scene.emit('CallStarted', { ...subjectOf(calling), card: calling })
  return { participantId: card.id, invitationId, state: 'calling' }
}

function cardOf(scene: Scene, { who, name, role }: Invitee, known: Participant | undefined): Participant {
  const { conference } = scene
  const before = known && conference.people[known.id]
  const clean = cut(plainText(name), NAME_LENGTH) || (who.is === 'phone' ? who.number : who.account)
  const card = before ?? freshCard({ id: scene.draw.participantId(), who, name: clean })
  const kept = isRemoved(card) ? 'participant' : card.role
  return {
    ...card,
    role: kept === 'participant' ? role : kept,
    invited: true,
    invitation: null,
    presence: { is: 'invited' },
  }
}

/** People who are here or about to be take the places there are; the list is bounded by the size of the house. */
function checkRoom(scene: Scene, known: Participant | undefined): void {
  const { conference, policies } = scene
  const limit = seats(scene)
  const people = Object.values(conference.people)
  const taken = insiders(conference).length + people.filter(isRinging).length
  if (taken >= limit || (!known && people.length >= policies.maxParticipants))
    refuse('full', 'the conference is full', { limit })
}

function find(conference: Conference, { who }: Invitee): Participant | undefined {
  return Object.values(conference.people).find(
    (one) => one.who.is === who.is && identityOf(one.who) === identityOf(who),
  )
}
