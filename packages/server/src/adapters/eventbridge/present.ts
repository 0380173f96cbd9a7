import { isSiteEntry, type LogEntry, type PushEvent } from '@parley/core'
import { MEETING_SOURCE } from '@parley/protocol'
import { memberOf, type Named, operatorOf } from './members.ts'
import { SAYINGS, type Said } from './sayings.ts'
import type { EventBridgeSettings } from './settings.ts'

/** Attributes that events of the document have beside those of CloudEvents ([AL] 1.2); patterns may name them. */
export const EXTENSIONS = [
  'aliyunaccountid',
  'aliyunoriginalaccountid',
  'aliyunpublishtime',
  'aliyuneventbusname',
  'aliyunregionid',
] as const

/**
 * The document's form of an entry of the log, or null when it has none. From the entry alone, so that it can be told again
 * at any time.
 */
export function createPresent(settings: EventBridgeSettings): (entry: LogEntry) => PushEvent | null {
  return (entry) => {
    const say = SAYINGS[entry.type] as (entry: LogEntry) => Said | null
    const said = say(entry)
    if (!said) return null
    const { id, time, tenantId } = entry
    const account = settings.accountId ?? tenantId
    const member = said.person ? memberOf(said.person.who) : said.member
    const meeting = isSiteEntry(entry) ? null : meetingOf(entry, settings)
    return {
      id,
      source: MEETING_SOURCE,
      type: `aliyuncvc:MeetingEvent:${said.type}`,
      subject: `${MEETING_SOURCE}:${settings.region}:${account}:${member?.groupId ?? tenantId}`,
      time,
      extensions: {
        aliyunaccountid: account,
        aliyunoriginalaccountid: account,
        aliyunpublishtime: new Date(time).toISOString(),
        aliyuneventbusname: 'default',
        aliyunregionid: settings.region,
      },
      data: {
        ...meeting,
        ...(said.action ? { action: settings.actions[said.action] ?? said.action, time } : {}),
        ...member,
        ...said.more,
      },
      ...(meeting ? { extendedData: { ...extendedOf(entry, said.person), ...said.extended } } : {}),
      ...(said.extendedOnly ? { extendedOnly: true } : {}),
      orderKey: meeting?.meetingUUID ?? null,
    }
  }
}

function meetingOf({ type, id, runId, title }: LogEntry, { meetingPrefix }: EventBridgeSettings) {
  if (runId === null) throw new Error(`${type} ${id} is outside of any run`)
  return { meetingUUID: `${meetingPrefix}${runId}`, meetingName: title }
}

/** What targets get beside the document's fields, if they ask ([AL] 1.4). */
function extendedOf(entry: LogEntry, person: Named | undefined): Record<string, unknown> {
  const { conferenceId, actor } = entry
  const self = person && actor.participantId === person.participantId ? memberOf(person.who) : null
  const operator = self ?? operatorOf(entry)
  return {
    conferenceId,
    ...(person ? { memberId: person.participantId, userName: person.name } : {}),
    ...(operator ? { operatorId: operator.userId } : {}),
    operatorType: actor.is,
  }
}
