import type { Actor } from '../actor.ts'
import type { InvitationId, ParticipantId } from '../ids.ts'
import { ALICE, BOB, guest, join, KEY, Stage, user } from './given.ts'

/** Everybody a command may come from, as far as rights go. */
export const STANDINGS = [
  'host',
  'cohost',
  'participant',
  'outsider',
  'owner',
  'admin',
  'key',
  'hostToken',
  'generalToken',
] as const
export type StandingName = (typeof STANDINGS)[number]

const HONG = guest('Hong')
const MEI = guest('Mei')
const LI = guest('Li')
const TOM = guest('Tom')
const WANG = guest('Wang')
const CAROL = user('carol', '1000003')
const DORA = user('dora', '1000004')

/** Host, cohost and participant are guests inside; the general token is of an account inside; owner and administrator are outside. */
export const ROLE_ACTORS: Readonly<Record<StandingName, Actor>> = {
  host: HONG,
  cohost: MEI,
  participant: LI,
  outsider: BOB,
  owner: ALICE,
  admin: { ...user('root', '1000009'), admin: true },
  key: KEY,
  hostToken: { is: 'token', level: 'host', userId: null, name: 'host' },
  generalToken: { is: 'token', level: 'general', userId: CAROL.userId, name: 'carol' },
}

/** Who plays in the meeting of the table, by id. */
export type Cast = {
  host: ParticipantId
  cohost: ParticipantId
  participant: ParticipantId
  /** Carol, whose account the general token stands for; a participant. */
  account: ParticipantId
  /** Tom, a participant who only watches and none of the standings. */
  other: ParticipantId
  /** Wang, in the waiting room. */
  waiting: ParticipantId
  /** Dora, whose page rings. */
  ringing: ParticipantId
  invitation: InvitationId
  /** Of the media. */
  epoch: number
}

/** A running meeting of Alice's with everybody in their place. Its waiting room is on; newcomers with a proof of the host pass it. */
export function roleStage(): { stage: Stage; cast: Cast } {
  const stage = Stage.booked()
  const host = stage.joins(HONG, { proof: 'host' }).id
  const cohost = stage.joins(MEI, { proof: 'host' }).id
  const participant = stage.joins(LI).id
  const account = stage.joins(CAROL).id
  const other = stage.joins(TOM, { media: false }).id
  stage.does(HONG, { type: 'ChangeSettings', params: { changes: { waitingRoom: true } } })
  const { answer } = stage.decide(WANG, join({ name: 'Wang', media: false }))
  const { userId, account: name, number, tenantId } = DORA
  stage.does(HONG, {
    type: 'Invite',
    params: {
      people: [{ who: { is: 'user', userId, account: name, number, tenantId }, name, role: 'participant' }],
    },
  })
  const dora = stage.named('dora')
  if (!answer.participantId || !dora.invitation) throw new Error('somebody is not in their place')
  return {
    stage,
    cast: {
      host,
      cohost,
      participant,
      account,
      other,
      waiting: answer.participantId,
      ringing: dora.id,
      invitation: dora.invitation.id,
      epoch: stage.run.media.epoch,
    },
  }
}
