import { MEETING_BUS } from '@parley/core'
import type { Operation } from '../operation.ts'

const SOURCE = 'acs.aliyuncvc'
const GROUP = 'aliyuncvc:MeetingEvent'
const SHORT_NAMES = ['MeetingStateEvent', 'MemberStateEvent', 'MemberOperate', 'MeetingStatistic']

/** The one source there is: meetings, with the four types of [AL] 1.4. */
export const listAliyunOfficialEventSources: Operation = async (_body, { names }) => ({
  EventSourceList: [
    {
      Name: SOURCE,
      Description: 'Meetings of this server',
      ARN: names.sourceArn(SOURCE),
      Status: 'Activated',
      EventBusName: MEETING_BUS,
      EventTypes: SHORT_NAMES.map((ShortName) => ({
        Name: `${GROUP}:${ShortName}`,
        EventSourceName: SOURCE,
        ShortName,
        GroupName: GROUP,
      })),
    },
  ],
  Total: 1,
})

/** Nobody else's. */
export const listPartnerEventSources: Operation = async () => ({ EventSources: [] })
