/** A handler for every method the protocol knows: complete by type. */
import type { MethodName } from '@parley/protocol'
import { WireError } from '../errors.ts'
import type { Handler } from '../rpc/call.ts'
import { authHttpLogin } from './auth.http.login.ts'
import { authHttpLogout } from './auth.http.logout.ts'
import { authWsTicket } from './auth.ws.ticket.ts'
import { conferenceCancel } from './conference.cancel.ts'
import { conferenceCloseCamera } from './conference.closeCamera.ts'
import { conferenceCreate } from './conference.create.ts'
import { conferenceEnd } from './conference.end.ts'
import { conferenceGet } from './conference.get.ts'
import { conferenceGetEvents } from './conference.getEvents.ts'
import { conferenceGetJoinAddress } from './conference.getJoinAddress.ts'
import { conferenceJoin } from './conference.join.ts'
import { conferenceKick } from './conference.kick.ts'
import { conferenceLeave } from './conference.leave.ts'
import { conferenceList } from './conference.list.ts'
import { conferenceLock } from './conference.lock.ts'
import { conferenceMute } from './conference.mute.ts'
import { conferenceMuteAll } from './conference.muteAll.ts'
import { conferenceOpenCamera } from './conference.openCamera.ts'
import { conferenceProlong } from './conference.prolong.ts'
import { conferenceRename } from './conference.rename.ts'
import { conferenceRenewMedia } from './conference.renewMedia.ts'
import { conferenceReportMedia } from './conference.reportMedia.ts'
import { conferenceStart } from './conference.start.ts'
import { conferenceSubscribe } from './conference.subscribe.ts'
import { conferenceUnlock } from './conference.unlock.ts'
import { conferenceUnmute } from './conference.unmute.ts'
import { conferenceUnmuteAll } from './conference.unmuteAll.ts'
import { conferenceUnsubscribe } from './conference.unsubscribe.ts'
import { configGetProperties } from './config.getProperties.ts'
import { mediaSignal } from './media.signal.ts'
import { orgUserCreateUser } from './org.user.createUser.ts'
import { sessionClosing } from './session.closing.ts'
import { sessionPing } from './session.ping.ts'
import { sessionRenew } from './session.renew.ts'

/** Known to client and server, not built: refused before it is reached. */
const notBuilt = async (): Promise<never> => {
  throw new WireError(501, 'not built')
}

export const HANDLERS: { [M in MethodName]: Handler<M> } = {
  'auth.http.login': authHttpLogin,
  'auth.http.logout': authHttpLogout,
  'auth.ws.ticket': authWsTicket,
  'conference.cancel': conferenceCancel,
  'conference.closeCamera': conferenceCloseCamera,
  'conference.create': conferenceCreate,
  'conference.end': conferenceEnd,
  'conference.get': conferenceGet,
  'conference.getEvents': conferenceGetEvents,
  'conference.getJoinAddress': conferenceGetJoinAddress,
  'conference.join': conferenceJoin,
  'conference.kick': conferenceKick,
  'conference.leave': conferenceLeave,
  'conference.list': conferenceList,
  'conference.lock': conferenceLock,
  'conference.mute': conferenceMute,
  'conference.muteAll': conferenceMuteAll,
  'conference.openCamera': conferenceOpenCamera,
  'conference.prolong': conferenceProlong,
  'conference.rename': conferenceRename,
  'conference.renewMedia': conferenceRenewMedia,
  'conference.reportMedia': conferenceReportMedia,
  'conference.start': conferenceStart,
  'conference.subscribe': conferenceSubscribe,
  'conference.unlock': conferenceUnlock,
  'conference.unmute': conferenceUnmute,
  'conference.unmuteAll': conferenceUnmuteAll,
  'conference.unsubscribe': conferenceUnsubscribe,
  'conference.update': notBuilt,
  'config.getProperties': configGetProperties,
  'media.signal': mediaSignal,
  'org.user.createUser': orgUserCreateUser,
  'session.closing': sessionClosing,
  'session.ping': sessionPing,
  'session.renew': sessionRenew,
}
