import type { TenantId } from '@parley/core'
import type { EventAction } from '@parley/protocol'

export type EventBridgeSettings = {
  /** Third part of the subject. */
  region: string
  /** Fourth part of the subject: the account that owns the events; null: the conference's tenant. */
  accountId: string | null
  /** IANA zone of the envelope's `time`, which names none itself. */
  timeZone: string
  /** Put before the run's id to make a `meetingUUID`. */
  meetingPrefix: string
  /** Other words for actions: the document leaves most of them open ([AL] 1.5). */
  actions: Partial<Record<EventAction, string>>
}

export const DEFAULT_EVENTBRIDGE_SETTINGS: EventBridgeSettings = {
  region: 'cn-hangzhou',
  accountId: null,
  timeZone: 'Asia/Shanghai',
  meetingPrefix: 'hz-',
  actions: {},
}

/** What guests have instead of a company, so that a filter on `groupId` can name them. */
export const GUEST_GROUP = '0' as TenantId
