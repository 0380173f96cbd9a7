import { MEETING_BUS } from '@parley/core'
import { MEETING_SOURCE } from '@parley/protocol'
import type { Operation } from '../operation.ts'

const GROUP = 'aliyuncvc:MeetingEvent'
const SHORT_NAMES = ['MeetingStateEvent', 'MemberStateEvent', 'MemberOperate', 'MeetingStatistic']

/** The one source there is: meetings, with the four types of [AL] 1.4. */
export const listAliyunOfficialEventSources: Operation = async (_body, { names }) => ({
  EventSourceList: [
    {
      Name: MEETING_SOURCE,
      Description: 'Meetings of this server',
      ARN: names.sourceArn(MEETING_SOURCE),
      Status: 'Activated',
      EventBusName: MEETING_BUS,
      EventTypes: SHORT_NAMES.map((ShortName) => ({
        Name: `${GROUP}:${ShortName}`,
        EventSourceName: MEETING_SOURCE,
        ShortName,
        GroupName: GROUP,
      })),
    },
  ],
  Total: 1,
})

/** Nobody else's. */
export const listPartnerEventSources: Operation = async () => ({ EventSources: [] })
