import { recordActor } from '../actor.ts'
import { Refusal } from '../refusal.ts'
import { admit } from './commands/admit.ts'
import { answerInvitation } from './commands/answer-invitation.ts'
import { ask } from './commands/ask.ts'
import { closeCamera, openCamera } from './commands/camera.ts'
import { cancelConference } from './commands/cancel-conference.ts'
import { postCaption, setCaptions, setInterpretation } from './commands/captions.ts'
import { changeSettings } from './commands/change-settings.ts'
import { endRun } from './commands/end-run.ts'
import { lowerHand, raiseHand } from './commands/hands.ts'
import { claimHost, releaseHost, setCohost, transferHost } from './commands/host.ts'
import { invite } from './commands/invite.ts'
import { join } from './commands/join.ts'
import { leave } from './commands/leave.ts'
import { mute, unmute } from './commands/mute.ts'
import { muteAll, unmuteAll } from './commands/mute-all.ts'
import { noteConnection } from './commands/note-connection.ts'
import { noteMedia } from './commands/note-media.ts'
import { postChat } from './commands/post-chat.ts'
import { prolongRun } from './commands/prolong-run.ts'
import { react } from './commands/react.ts'
import { refuseEntry } from './commands/refuse.ts'
import { remove } from './commands/remove.ts'
import { rename } from './commands/rename.ts'
import { returnToLobby } from './commands/return-to-lobby.ts'
import { scheduleConference } from './commands/schedule-conference.ts'
import { setLoudspeaker } from './commands/set-loudspeaker.ts'
import { inviteToShare, startShare, stopShare } from './commands/share.ts'
import { setSpotlight } from './commands/spotlight.ts'
import { startRun } from './commands/start-run.ts'
import { tick } from './commands/tick.ts'
import { uninvite } from './commands/uninvite.ts'
import type { Answer, Command, CommandParams, CommandType } from './commands.ts'
import type { EventData, EventType, Unpositioned } from './events.ts'
import { evolve } from './evolve.ts'
import { standingOf } from './rights.ts'
import type { Context, Outcome, Scene } from './scene.ts'
import type { Conference } from './state.ts'

// biome-ignore lint/suspicious/noConfusingVoidType: most commands add nothing to the common answer
type Handled = Outcome | void
type Handlers = {
  [K in Exclude<CommandType, 'ScheduleConference'>]: (scene: Scene, params: CommandParams[K]) => Handled
}

/** Every command has one line here and one file beside. */
const HANDLERS: Handlers = {
  CancelConference: cancelConference,
  StartRun: startRun,
  EndRun: endRun,
  ProlongRun: prolongRun,
  Join: join,
  Leave: leave,
  Remove: remove,
  Mute: mute,
  Unmute: unmute,
  MuteAll: muteAll,
  UnmuteAll: unmuteAll,
  CloseCamera: closeCamera,
  OpenCamera: openCamera,
  Rename: rename,
  ChangeSettings: changeSettings,
  Ask: ask,
  SetLoudspeaker: setLoudspeaker,
  RaiseHand: raiseHand,
  LowerHand: lowerHand,
  StartShare: startShare,
  StopShare: stopShare,
  InviteToShare: inviteToShare,
  SetCohost: setCohost,
  TransferHost: transferHost,
  ClaimHost: claimHost,
  ReleaseHost: releaseHost,
  Spotlight: setSpotlight,
  SetCaptions: setCaptions,
  SetInterpretation: setInterpretation,
  PostChat: postChat,
  React: react,
  PostCaption: postCaption,
  Admit: admit,
  Refuse: refuseEntry,
  ReturnToLobby: returnToLobby,
  Invite: invite,
  Uninvite: uninvite,
  AnswerInvitation: answerInvitation,
  NoteConnection: noteConnection,
  NoteMedia: noteMedia,
  Tick: tick,
}

export type Decision = { events: Unpositioned[]; conference: Conference; answer: Answer }

/**
 * Decides a command: the events it causes and the state after them, or a `Refusal` and nothing.
 * Pure: time, ids and secrets come in from outside.
 */
export function decide(command: Command, before: Conference | null, context: Context): Decision {
  const events: Unpositioned[] = []
  let conference = before
  let runId = before?.state === 'running' ? before.run.id : null
  // Time never runs back inside a conference, even when the machine's clock does.
  const now = Math.max(context.now, before?.lastAt ?? 0)
  const actor = recordActor(context.actor, before)

  const emit = <T extends EventType>(type: T, data: EventData[T]): void => {
    if (type === 'RunStarted' && conference?.state === 'scheduled') runId = conference.nextRunId
    const event = {
      id: context.draw.eventId(),
      conferenceId: context.conferenceId,
      runId,
      revision: (conference?.revision ?? 0) + 1,
      time: now,
      actor,
      via: context.via,
      cause: context.commandId,
      part: events.length,
      tenantId: conference?.tenantId ?? context.tenantId,
      title:
        type === 'ConferenceScheduled'
          ? (data as EventData['ConferenceScheduled']).title
          : (conference?.title ?? ''),
      schema: 1,
      traceparent: context.traceparent,
      type,
      data,
    } as Unpositioned
    conference = evolve(conference, event)
    if (type === 'RunEnded') runId = null
    events.push(event)
  }

  const scene: Scene = {
    get conference() {
      return conference as Conference
    },
    get standing() {
      return standingOf(conference as Conference, context.actor)
    },
    actor: context.actor,
    now,
    draw: context.draw,
    policies: context.policies,
    emit,
  }
  const outcome = run(scene, command, before) ?? {}
  const after = conference as unknown as Conference
  return {
    events,
    conference: after,
    answer: {
      conferenceId: context.conferenceId,
      revision: after.revision,
      runId: after.state === 'running' ? after.run.id : null,
      ...outcome,
    },
  }
}

function run(scene: Scene, command: Command, before: Conference | null): Handled {
  if (command.type === 'ScheduleConference') {
    if (before) throw new Refusal('conflict', 'the conference number is taken')
    return scheduleConference(scene, command.params)
  }
  if (!before) throw new Refusal('no-conference', 'there is no such conference')
  const handler = HANDLERS[command.type] as (scene: Scene, params: unknown) => Handled
  return handler(scene, command.params)
}
