import { z } from 'zod'
import { EXTENDED_ACTIONS, MEETING_ACTIONS } from './actions.ts'
import type { EventTypeEntry } from './event-type.ts'
import { RUN, T } from './example.ts'
import { device, goneReason, millis, participantId, role } from './shapes.ts'

const words = (list: readonly string[]) => list.map((word) => `\`${word}\``).join(', ')
const OPEN = 'An open set: accept words that are not here.'
const action = (list: readonly string[]) => z.string().describe(`${words(list)}. ${OPEN}`)
const OPERATIONS = MEETING_ACTIONS.filter((word) => !/^(meeting|member)_/.test(word))
const extended = 'Only for targets with extended data.'

const meeting = z.object({
  meetingUUID: z.string().describe('One run of a meeting.'),
  meetingName: z.string(),
  action: z.string(),
  time: millis('When it happened.'),
  conferenceId: z.string().optional().describe(`The number people enter the meeting by. ${extended}`),
  operatorId: z
    .string()
    .optional()
    .describe(`Who did it, named as \`userId\` is; absent when no member did. ${extended}`),
  operatorType: z.enum(['user', 'guest', 'key', 'token', 'system']).optional().describe(extended),
})

const member = meeting.extend({
  groupId: z.string().describe('The company; `0`: a guest.'),
  userId: z.string().describe('Whose state changed: the number of an account, the id of a guest.'),
  memberId: participantId.optional().describe(`One person in one run: 32 hex characters. ${extended}`),
  userName: z.string().optional().describe(`As shown in the meeting. ${extended}`),
})

const example = { meetingUUID: `hz-${RUN}`, meetingName: 'Weekly' }
const leave = 'With `member_leave`.'

/** The four types of the cloud document ([AL] 1.4); `data` with the fields that extended targets get beside. */
export const MEETING_EVENTS: readonly EventTypeEntry[] = [
  meetingEvent('MeetingStateEvent', {
    description: 'The first person entered, or the last one left, whatever the way.',
    data: meeting.extend({ action: action(['meeting_start', 'meeting_end']) }),
    example: { ...example, action: 'meeting_start', time: T },
    personal: ['operatorId'],
  }),
  meetingEvent('MemberStateEvent', {
    description: 'Somebody joined or left. A broken line that comes back in time is neither.',
    data: member.extend({
      action: action(['member_join', 'member_leave']),
      state: z
        .enum(['active', 'passive'])
        .optional()
        .describe(`By own act; removed, lost, back to the waiting room, or with the meeting. ${leave}`),
      startTime: z
        .int()
        .optional()
        .describe(`When this member had joined. Milliseconds since 1970 UTC. ${leave}`),
      leaveReason: goneReason.optional().describe(`${leave} ${extended}`),
      role: role.optional().describe(`With \`member_join\`. ${extended}`),
      device: device.optional().describe(`With \`member_join\`. ${extended}`),
    }),
    example: {
      ...example,
      action: 'member_leave',
      time: T + 900_456,
      groupId: '1001',
      userId: '1000001',
      state: 'passive',
      startTime: T,
    },
    personal: ['userId', 'userName', 'operatorId'],
  }),
  meetingEvent('MemberOperate', {
    description: 'Something of a member changed: microphone, camera and the like, whoever did it.',
    data: member.extend({
      action: z
        .string()
        .describe(
          `${words(OPERATIONS)}; only for targets with extended events ${words(EXTENDED_ACTIONS)}. ${OPEN}`,
        ),
      groupId: member.shape.groupId
        .optional()
        .describe('The company; `0`: a guest; absent when no member locked.'),
      userId: member.shape.userId
        .optional()
        .describe('Whose state changed; of `lock_on`, `lock_off` who did it, absent when no member did.'),
      oldName: z.string().optional().describe(`With \`rename\`. ${extended}`),
    }),
    example: { ...example, action: 'camera_off', time: T + 300_000, groupId: '1001', userId: '1000001' },
    personal: ['userId', 'userName', 'operatorId', 'oldName'],
  }),
  meetingEvent('MeetingStatistic', {
    description: 'Yesterday in figures; once a day for each company.',
    data: z.object({
      time: millis('Start of the day that was counted.'),
      meetingCount: z.int().describe('Meetings somebody was inside of.'),
      meetingTime: z.int().describe('How long they were occupied, together; minutes, rounded up.'),
      meetingMember: z
        .int()
        .describe('Joins, repeated ones too, and everybody who was inside when the day began.'),
      meetingConcurrency: z.int().describe('Most people inside meetings at one time.'),
    }),
    example: {
      time: 1_789_920_000_000,
      meetingCount: 18,
      meetingTime: 742,
      meetingMember: 133,
      meetingConcurrency: 41,
    },
    personal: [],
  }),
]

export type MeetingEventName = 'MeetingStateEvent' | 'MemberStateEvent' | 'MemberOperate' | 'MeetingStatistic'

function meetingEvent<Data>(
  name: MeetingEventName,
  entry: Pick<EventTypeEntry<Data>, 'description' | 'data' | 'example' | 'personal'>,
): EventTypeEntry {
  return { name, version: 1, type: `aliyuncvc:MeetingEvent:${name}`, bus: 'default', ...entry }
}
