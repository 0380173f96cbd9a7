import { z } from 'zod'
import { ann, MINUTE, RUN, T } from './example.ts'
import {
  allocation,
  captions,
  interpretation,
  millis,
  owner,
  participant,
  person,
  plan,
  settings,
  spotlight,
} from './shapes.ts'

const nothing = z.object({}).describe('What happened says it all.')

/** Events of the conference and its runs: description, schema of `data`, example. */
export const CONFERENCE_EVENTS = {
  ConferenceScheduled: {
    description: 'A conference was booked. Its passwords stay inside.',
    data: z.object({
      title: z.string(),
      plan,
      owner,
      settings,
      people: z.array(participant).describe('The invited.'),
      nextRunId: z.string().describe('What its next run will be called.'),
    }),
    example: {
      title: 'Weekly',
      plan: { createdAt: T - 60 * MINUTE, start: T, minutes: 60 },
      owner: { userId: ann.who.userId, name: 'Ann', account: 'ann', number: '1000001' },
      settings: {
        locked: false,
        mayUnmute: true,
        muteOnEntry: false,
        mayOpenCamera: true,
        mayRename: true,
        waitingRoom: false,
        shareLocked: false,
        shareBy: 'everyone' as const,
        chat: 'free' as const,
        clientRecording: 'hosts' as const,
        participantsMayInvite: false,
        joinScope: 'everyone' as const,
        media: 'video' as const,
        prolongMinutes: 15,
        guestMayStart: true,
        earlyJoinMinutes: 15,
        emptyEndMinutes: 10,
        maxParticipants: 100,
        hostSuccession: 'cohosts' as const,
        reopenable: false,
      },
      people: [],
      nextRunId: RUN,
    },
  },
  ConferenceCancelled: {
    description: 'The reservation was called off and is closed; a run that was on has ended before.',
    data: nothing,
    example: {},
  },
  ConferenceClosed: {
    description:
      'It is over for good and will not be held again. `ConferenceCancelled` comes instead of this.',
    data: z.object({
      how: z
        .enum(['over', 'lapsed', 'cancelled'])
        .describe('Held; its time passed without a run; called off.'),
    }),
    example: { how: 'over' as const },
  },
  RunStarted: {
    description: 'A run began; nobody need be inside yet.',
    data: z.object({
      no: z.int().describe('Counts the runs of the conference from 1.'),
      startedAt: millis('When it began.'),
      endsAt: millis('Planned end.')
        .nullable()
        .describe('Planned end, milliseconds since 1970 UTC; null: open.'),
      media: allocation,
    }),
    example: { no: 1, startedAt: T, endsAt: T + 60 * MINUTE, media: { is: 'mesh' as const, epoch: 1 } },
  },
  RunOccupied: {
    description: 'The first person is inside; again after `RunVacated`.',
    data: nothing,
    example: {},
  },
  RunVacated: {
    description: 'The last one has left; the run may go on.',
    data: z.object({ occupiedSince: millis('When the first one had entered.') }),
    example: { occupiedSince: T },
  },
  RunProlonged: {
    description: 'The run ends later than planned.',
    data: z.object({
      endsAt: millis('The new end.'),
      auto: z.boolean().describe('By itself, as people were inside; else by somebody.'),
    }),
    example: { endsAt: T + 75 * MINUTE, auto: true },
  },
  RunEnded: {
    description: 'The run is over; everybody has left before.',
    data: z.object({
      reason: z
        .enum(['host', 'planned', 'empty', 'limit', 'admin'])
        .describe(
          'By somebody entitled; planned end; nobody came back; the longest a run may be; by an administrator.',
        ),
      nextRunId: z.string().nullable().describe('Set when the reservation may be held again.'),
    }),
    example: { reason: 'host' as const, nextRunId: null },
  },
  HostChanged: {
    description: 'The place of the host passed on, became vacant or was taken.',
    data: z.object({
      from: person.nullable().describe('Null: it was vacant.'),
      to: person.nullable().describe('Null: it is vacant.'),
      why: z
        .enum(['entered', 'away', 'transferred', 'claimed', 'released'])
        .describe(
          'Somebody entitled entered; the host was away too long, handed over, or let go; somebody entitled claimed it.',
        ),
    }),
    example: { from: null, to: ann, why: 'entered' as const },
  },
  MuteAllChanged: {
    description: 'Mute all began or ended. Each microphone that it closed has its own `MicChanged`.',
    data: z.object({ muteAll: z.boolean(), mayUnmute: z.boolean() }),
    example: { muteAll: true, mayUnmute: false },
  },
  LockChanged: {
    description: 'The conference was locked or opened.',
    data: z.object({ locked: z.boolean() }),
    example: { locked: true },
  },
  SettingsChanged: {
    description:
      'Settings were changed while a run is on. The lock and `mayUnmute` have events of their own (`LockChanged`, `MuteAllChanged`).',
    data: z.object({ changed: settings.partial().describe('Those that changed, as they are now.') }),
    example: { changed: { waitingRoom: true } },
  },
  SpotlightChanged: {
    description: 'What everybody is shown in the main place changed.',
    data: z.object({
      now: spotlight,
      was: spotlight,
      person: person.nullable().describe('Whom it shows now.'),
    }),
    example: {
      now: { on: 'broadcast' as const, participantId: ann.participantId },
      was: { on: 'nobody' as const },
      person: ann,
    },
  },
  CaptionsChanged: {
    description: 'Lines of speech are told, or not any more.',
    data: z.object({ now: captions }),
    example: { now: { is: 'on' as const, languages: ['zh-CN', 'en'] } },
  },
  InterpretationChanged: {
    description: 'Who interprets between which languages changed.',
    data: z.object({ now: interpretation }),
    example: {
      now: {
        is: 'on' as const,
        groups: [
          {
            id: '1',
            name: 'zh-en',
            by: 'people' as const,
            languages: ['zh-CN', 'en'],
            interpreters: [{ account: 'dora', userId: '0d44', number: '1000005', name: 'Dora' }],
          },
        ],
      },
    },
  },
}
