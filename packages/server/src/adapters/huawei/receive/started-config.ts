import type { CommandParams } from '@parley/core'
import type { z } from 'zod'
import type { startedConfigBody } from '../schema/control.ts'
import { SCOPES } from './booking.ts'

type Changes = CommandParams['ChangeSettings']['changes']

const CHATS = { 1: 'none', 2: 'private', 3: 'public', 4: 'free' } as const
const CLIENT_RECORDINGS = { 0: 'hosts', 1: 'everyone', 2: 'chosen' } as const

/** `updateStartedConfConfig` ([HW] 3.5) in the core's words; what is not named stays as it is. */
export function receiveStartedConfig(config: z.infer<typeof startedConfigBody>): Changes {
  const changes: Changes = {}
  if (config.lockSharing !== undefined) changes.shareLocked = config.lockSharing
  if (config.callInRestriction !== undefined) changes.joinScope = SCOPES[config.callInRestriction]
  if (config.allowUnmuteByOneself !== undefined) changes.mayUnmute = config.allowUnmuteByOneself
  if (config.chatPermission !== undefined) changes.chat = CHATS[config.chatPermission]
  if (config.clientRecMode !== undefined) changes.clientRecording = CLIENT_RECORDINGS[config.clientRecMode]
  if (config.allowOpenCamera !== undefined) changes.mayOpenCamera = config.allowOpenCamera
  if (config.allowRename !== undefined) changes.mayRename = config.allowRename
  if (config.isLock !== undefined) changes.locked = config.isLock
  if (config.freeShare !== undefined) changes.shareBy = config.freeShare ? 'everyone' : 'hosts'
  return changes
}
