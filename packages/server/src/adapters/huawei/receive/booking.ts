import type { ChosenPasswords, Directory, Settings, User, UserId } from '@parley/core'
import { WireError } from '../errors.ts'
import type { Attendee, ScheduleConf } from '../schema/schedule-conf.ts'
import { findAccount } from './invitees.ts'

const DEFAULT_MINUTES = 30

/** What a program asks to book, in the core's words. */
export type Wanted = {
  title: string
  start: number | null
  minutes: number
  settings: Partial<Settings>
  passwords: ChosenPasswords
}

/**
 * [HW] 3.2.1 to a booking. What would change who gets in or what is kept of a meeting, and is not built, is refused;
 * the rest of what is not built is ignored (README).
 */
export function receiveBooking(
  conf: ScheduleConf,
  owner: User,
  context: { now: number; cap: number },
): Wanted {
  refuseUnbuilt(conf)
  const config = conf.confConfigInfo ?? {}
  const start = conf.startTime ?? null
  // Minutes are the wire's finest grain: the current one is not over yet.
  if (start !== null && start <= context.now - 60_000) throw new WireError('MMC.111071013')
  const seats = conf.concurrentParticipants || context.cap
  return {
    title: conf.subject?.trim() || defaultTitle(owner, conf.language),
    start,
    minutes: conf.length ?? DEFAULT_MINUTES,
    settings: {
      reopenable: true,
      media: conf.mediaTypes.some((one) => one === 'HDVideo' || one === 'Video') ? 'video' : 'voice',
      maxParticipants: seats,
      ...(config.isAutoMute === undefined ? {} : { muteOnEntry: config.isAutoMute }),
      ...(config.callInRestriction === undefined ? {} : { joinScope: SCOPES[config.callInRestriction] }),
      ...(config.allowGuestStartConf === undefined ? {} : { guestMayStart: config.allowGuestStartConf }),
      ...(config.enableWaitingRoom === undefined ? {} : { waitingRoom: config.enableWaitingRoom }),
      ...(config.prolongLength === undefined ? {} : { prolongMinutes: config.prolongLength }),
    },
    passwords: config.isGuestFreePwd ? { guest: null } : config.guestPwd ? { guest: config.guestPwd } : {},
  }
}

export const SCOPES = { 0: 'everyone', 2: 'tenant', 3: 'invited' } as const

function refuseUnbuilt(conf: ScheduleConf): void {
  if ((conf.recordType ?? 0) !== 0 || conf.isAutoRecord) throw new WireError('MMC.111072020')
  const unbuilt =
    conf.cycleParams !== undefined ||
    conf.vmrFlag === 1 ||
    (conf.confResType ?? 0) !== 0 ||
    conf.supportSimultaneousInterpretation === true
  if (unbuilt) throw new WireError('MMC.111072010')
}

function defaultTitle(owner: User, language: ScheduleConf['language']): string {
  return language === 'en-US' ? `${owner.name}'s meeting` : `${owner.name}的会议`
}

/** The accounts among the attendees, each once. Numbers and names that nobody here holds cannot be invited (README). */
export async function findInvited(
  attendees: readonly Attendee[],
  directory: Pick<Directory, 'byId' | 'byAccount' | 'byNumber'>,
): Promise<User[]> {
  const found = new Map<UserId, User>()
  for (const attendee of attendees) {
    const user = await findAccount(attendee, directory)
    if (user) found.set(user.id, user)
  }
  return [...found.values()]
}
