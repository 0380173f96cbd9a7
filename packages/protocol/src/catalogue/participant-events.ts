import { z } from 'zod'
import { ANN_ID, ann, LI_ID, li, MINUTE, T } from './example.ts'
import { bits, device, goneReason, media, mediaState, millis, participant, subject } from './shapes.ts'

const medium = subject.extend({
  bits,
  open: z.boolean().describe('As others get it.'),
  flipped: z.boolean().describe('Whether `open` changed; if not, only who holds it off did.'),
})

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
        id: LI_ID,
        who: li.who,
        name: 'Li',
        role: 'participant' as const,
        invited: false,
        presence: { is: 'present' as const, joinedAt: T + MINUTE },
        mic: { offBySelf: false, offByHost: false },
        camera: { offBySelf: true, offByHost: false },
        media: { audio: true, video: true },
        device: 'desktop' as const,
        generation: 1,
        mediaState: 'none' as const,
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
  MediaChanged: {
    description: 'What the person’s page reports of its media. Never decides whether somebody is inside.',
    data: subject.extend({ mediaState }),
    example: { ...ann, participantId: ANN_ID, mediaState: 'up' as const },
  },
}
