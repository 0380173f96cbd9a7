import { z } from 'zod'
import { ANN_ID, ann, LI_ID, li, MINUTE, T } from './example.ts'
import {
  bits,
  device,
  goneReason,
  media,
  mediaState,
  millis,
  participant,
  person,
  subject,
} from './shapes.ts'

const medium = subject.extend({
  bits,
  open: z.boolean().describe('As others get it.'),
  flipped: z.boolean().describe('Whether `open` changed; if not, only who holds it off did.'),
})

const card = {
  id: LI_ID,
  who: li.who,
  name: 'Li',
  role: 'participant' as const,
  invited: false,
  invitation: null,
  mic: { offBySelf: false, offByHost: false },
  camera: { offBySelf: true, offByHost: false },
  loudspeaker: true,
  handRaisedAt: null,
  sharing: false,
  shareInvited: false,
  media: { audio: true, video: true },
  device: 'desktop' as const,
  generation: 1,
  mediaState: 'none' as const,
}
const invitationId = '01990cf4-0000-7000-8000-00000000000c'

/** Events of people in a run: description, schema of `data`, example. */
export const PARTICIPANT_EVENTS = {
  ParticipantJoined: {
    description: 'Somebody entered. A return or a second page of the same person is `ParticipantResumed`.',
    data: subject.extend({
      card: participant.describe('The whole participant.'),
      joinedAt: millis('When.'),
    }),
    example: {
      ...li,
      card: {
        ...card,
        presence: { is: 'present' as const, joinedAt: T + MINUTE },
      },
      joinedAt: T + MINUTE,
    },
  },
  ParticipantInterrupted: {
    description: 'The connection broke; the person is still inside.',
    data: subject.extend({ until: millis('Who is not back by then has left.') }),
    example: { ...li, until: T + 4 * MINUTE },
  },
  ParticipantResumed: {
    description: 'The same person is back, or another page of theirs took over.',
    data: subject.extend({
      generation: z.int().describe('Of the page that is now theirs.'),
      how: z.enum(['back', 'takeover']),
      media,
      device,
    }),
    example: {
      ...li,
      generation: 2,
      how: 'back' as const,
      media: { audio: true, video: true },
      device: 'desktop' as const,
    },
  },
  ParticipantLeft: {
    description: 'Somebody is out, whatever the way. Comes once for each `ParticipantJoined`.',
    data: subject.extend({
      reason: goneReason,
      joinedAt: millis('When that person had joined.'),
      banned: z.boolean().describe('May not come back in this run.'),
    }),
    example: { ...li, reason: 'left' as const, joinedAt: T + MINUTE, banned: false },
  },
  MicChanged: {
    description: 'Who holds a microphone off changed.',
    data: medium,
    example: { ...li, bits: { offBySelf: false, offByHost: true }, open: false, flipped: true },
  },
  CameraChanged: {
    description: 'Who holds a camera off changed.',
    data: medium,
    example: { ...li, bits: { offBySelf: false, offByHost: false }, open: true, flipped: true },
  },
  ParticipantRenamed: {
    description: 'Somebody is called otherwise in this meeting.',
    data: subject.extend({ was: z.string() }),
    example: { ...li, name: 'Li Na', was: 'Li' },
  },
  PersonInvited: {
    description: 'Somebody was put on the list of those expected, or is called again.',
    data: subject.extend({
      card: participant.describe('The whole participant.'),
      invitationId: z.string(),
      by: z.string().describe('Who invited, as shown.'),
      until: millis('Rings until.'),
    }),
    example: {
      ...li,
      invited: true,
      card: { ...card, invited: true, presence: { is: 'invited' as const } },
      invitationId,
      by: 'Ann',
      until: T + 2 * MINUTE,
    },
  },
  PersonUninvited: {
    description: 'Somebody was taken off the list. Who was inside has left before.',
    data: subject,
    example: li,
  },
  CallStarted: {
    description: 'It rings at somebody.',
    data: subject.extend({ card: participant.describe('The whole participant.') }),
    example: {
      ...li,
      invited: true,
      card: {
        ...card,
        invited: true,
        invitation: { id: invitationId, by: 'Ann' },
        presence: { is: 'calling' as const, since: T + MINUTE, until: T + 2 * MINUTE },
      },
    },
  },
  InvitationSettled: {
    description: 'Ringing came to its end.',
    data: subject.extend({
      invitationId: z.string(),
      outcome: z
        .enum(['accepted', 'declined', 'busy', 'unanswered', 'unreachable', 'withdrawn', 'failed'])
        .describe('`unreachable`: nothing here can ring for that number.'),
      rang: z.boolean().describe('Whether it rang at all.'),
      until: millis('By when somebody who accepted has to come; else when it happened.'),
    }),
    example: {
      ...li,
      invited: true,
      invitationId,
      outcome: 'declined' as const,
      rang: true,
      until: T + MINUTE,
    },
  },
  LobbyEntered: {
    description:
      'Somebody waits to be let in; told again when their line broke (`until` is near then) or came back.',
    data: subject.extend({ card: participant.describe('The whole participant.') }),
    example: {
      ...li,
      card: {
        ...card,
        presence: {
          is: 'waiting' as const,
          since: T + MINUTE,
          until: T + 16 * MINUTE,
          connected: true,
        },
      },
    },
  },
  LobbyLeft: {
    description: 'Somebody waits no more.',
    data: subject.extend({
      outcome: z
        .enum(['admitted', 'refused', 'expired', 'aborted'])
        .describe('`aborted`: went away, or was let in and did not come.'),
      until: millis('By when somebody let in has to come; else when it happened.'),
    }),
    example: { ...li, outcome: 'admitted' as const, until: T + MINUTE },
  },
  LoudspeakerChanged: {
    description: 'Somebody hears the others, or not any more.',
    data: subject.extend({ on: z.boolean() }),
    example: { ...li, on: false },
  },
  ShareChanged: {
    description: 'Somebody shares the screen, or stopped.',
    data: subject.extend({ sharing: z.boolean() }),
    example: { ...li, sharing: true },
  },
  ShareInvited: {
    description: 'The host asked somebody to share, or took that back.',
    data: subject.extend({ on: z.boolean() }),
    example: { ...li, on: true },
  },
  CohostChanged: {
    description: 'Somebody became a cohost, or is one no more.',
    data: subject.extend({ on: z.boolean() }),
    example: { ...li, on: true },
  },
  HandChanged: {
    description: 'Somebody raised a hand, or it is down.',
    data: subject.extend({ raisedAt: millis('When; null: down.').nullable() }),
    example: { ...li, raisedAt: T + MINUTE },
  },
  ChatPosted: {
    description: 'Somebody wrote to everybody, or to one person.',
    data: subject.extend({ text: z.string(), to: person.nullable().describe('Null: everybody.') }),
    example: { ...li, text: 'Good morning', to: null },
  },
  MediaChanged: {
    description: 'What the person’s page reports of its media. Never decides whether somebody is inside.',
    data: subject.extend({ mediaState }),
    example: { ...ann, participantId: ANN_ID, mediaState: 'up' as const },
  },
}
