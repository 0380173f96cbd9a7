/** A handler for every method the protocol knows: complete by type. */
import type { MethodName } from '@parley/protocol'
import type { Handler } from '../rpc/call.ts'
import { authHttpLogin } from './auth.http.login.ts'
import { authHttpLogout } from './auth.http.logout.ts'
import { authWsTicket } from './auth.ws.ticket.ts'
import { conferenceAdmit } from './conference.admit.ts'
import { conferenceAnswerInvite } from './conference.answerInvite.ts'
import { conferenceCancel } from './conference.cancel.ts'
import { conferenceCancelInvite } from './conference.cancelInvite.ts'
import { conferenceCloseCamera } from './conference.closeCamera.ts'
import { conferenceCreate } from './conference.create.ts'
import { conferenceEnd } from './conference.end.ts'
import { conferenceGet } from './conference.get.ts'
import { conferenceGetEvents } from './conference.getEvents.ts'
import { conferenceGetJoinAddress } from './conference.getJoinAddress.ts'
import { conferenceInvite } from './conference.invite.ts'
import { conferenceInviteToShare } from './conference.inviteToShare.ts'
import { conferenceJoin } from './conference.join.ts'
import { conferenceKick } from './conference.kick.ts'
import { conferenceLeave } from './conference.leave.ts'
import { conferenceList } from './conference.list.ts'
import { conferenceLock } from './conference.lock.ts'
import { conferenceLowerHand } from './conference.lowerHand.ts'
import { conferenceMute } from './conference.mute.ts'
import { conferenceMuteAll } from './conference.muteAll.ts'
import { conferenceOpenCamera } from './conference.openCamera.ts'
import { conferencePostCaption } from './conference.postCaption.ts'
import { conferencePostChat } from './conference.postChat.ts'
import { conferenceProlong } from './conference.prolong.ts'
import { conferenceRaiseHand } from './conference.raiseHand.ts'
import { conferenceReact } from './conference.react.ts'
import { conferenceRefuse } from './conference.refuse.ts'
import { conferenceReleaseChair } from './conference.releaseChair.ts'
import { conferenceRename } from './conference.rename.ts'
import { conferenceRenewMedia } from './conference.renewMedia.ts'
import { conferenceReportMedia } from './conference.reportMedia.ts'
import { conferenceRequestCamera } from './conference.requestCamera.ts'
import { conferenceRequestUnmute } from './conference.requestUnmute.ts'
import { conferenceReturnToLobby } from './conference.returnToLobby.ts'
import { conferenceSetCaptions } from './conference.setCaptions.ts'
import { conferenceSetChair } from './conference.setChair.ts'
import { conferenceSetInterpretation } from './conference.setInterpretation.ts'
import { conferenceSetLoudspeaker } from './conference.setLoudspeaker.ts'
import { conferenceSetMainVideo } from './conference.setMainVideo.ts'
import { conferenceSetRole } from './conference.setRole.ts'
import { conferenceStart } from './conference.start.ts'
import { conferenceStartShare } from './conference.startShare.ts'
import { conferenceStopShare } from './conference.stopShare.ts'
import { conferenceSubscribe } from './conference.subscribe.ts'
import { conferenceUnlock } from './conference.unlock.ts'
import { conferenceUnmute } from './conference.unmute.ts'
import { conferenceUnmuteAll } from './conference.unmuteAll.ts'
import { conferenceUnsubscribe } from './conference.unsubscribe.ts'
import { conferenceUpdate } from './conference.update.ts'
import { configGetProperties } from './config.getProperties.ts'
import { mediaSignal } from './media.signal.ts'
import { orgUserCreateUser } from './org.user.createUser.ts'
import { sessionClosing } from './session.closing.ts'
import { sessionPing } from './session.ping.ts'
import { sessionRenew } from './session.renew.ts'

export const HANDLERS: { [M in MethodName]: Handler<M> } = {
  'auth.http.login': authHttpLogin,
  'auth.http.logout': authHttpLogout,
  'auth.ws.ticket': authWsTicket,
  'conference.admit': conferenceAdmit,
  'conference.answerInvite': conferenceAnswerInvite,
  'conference.cancel': conferenceCancel,
  'conference.cancelInvite': conferenceCancelInvite,
  'conference.closeCamera': conferenceCloseCamera,
  'conference.create': conferenceCreate,
  'conference.end': conferenceEnd,
  'conference.get': conferenceGet,
  'conference.getEvents': conferenceGetEvents,
  'conference.getJoinAddress': conferenceGetJoinAddress,
  'conference.invite': conferenceInvite,
  'conference.inviteToShare': conferenceInviteToShare,
  'conference.join': conferenceJoin,
  'conference.kick': conferenceKick,
  'conference.leave': conferenceLeave,
  'conference.list': conferenceList,
  'conference.lock': conferenceLock,
  'conference.lowerHand': conferenceLowerHand,
  'conference.mute': conferenceMute,
  'conference.muteAll': conferenceMuteAll,
  'conference.openCamera': conferenceOpenCamera,
  'conference.postCaption': conferencePostCaption,
  'conference.postChat': conferencePostChat,
  'conference.prolong': conferenceProlong,
  'conference.raiseHand': conferenceRaiseHand,
  'conference.react': conferenceReact,
  'conference.refuse': conferenceRefuse,
  'conference.releaseChair': conferenceReleaseChair,
  'conference.rename': conferenceRename,
  'conference.renewMedia': conferenceRenewMedia,
  'conference.reportMedia': conferenceReportMedia,
  'conference.requestCamera': conferenceRequestCamera,
  'conference.requestUnmute': conferenceRequestUnmute,
  'conference.returnToLobby': conferenceReturnToLobby,
  'conference.setCaptions': conferenceSetCaptions,
  'conference.setChair': conferenceSetChair,
  'conference.setInterpretation': conferenceSetInterpretation,
  'conference.setLoudspeaker': conferenceSetLoudspeaker,
  'conference.setMainVideo': conferenceSetMainVideo,
  'conference.setRole': conferenceSetRole,
  'conference.start': conferenceStart,
  'conference.startShare': conferenceStartShare,
  'conference.stopShare': conferenceStopShare,
  'conference.subscribe': conferenceSubscribe,
  'conference.unlock': conferenceUnlock,
  'conference.unmute': conferenceUnmute,
  'conference.unmuteAll': conferenceUnmuteAll,
  'conference.unsubscribe': conferenceUnsubscribe,
  'conference.update': conferenceUpdate,
  'config.getProperties': configGetProperties,
  'media.signal': mediaSignal,
  'org.user.createUser': orgUserCreateUser,
  'session.closing': sessionClosing,
  'session.ping': sessionPing,
  'session.renew': sessionRenew,
}
