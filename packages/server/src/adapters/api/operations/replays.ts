import { defineOperation } from '../operation.ts'
import { byId } from '../schema/common.ts'
import { madeReplay, newReplay, newReplayShape, replay, replayList, replayQuery } from '../schema/replays.ts'

export const createReplay = defineOperation({
  id: 'createReplay',
  method: 'post',
  path: '/replays',
  summary:
    'Owe a stretch of the log once more to one target, under the same event ids; or count what that would be.',
  body: newReplay,
  bodyShape: newReplayShape,
  answer: { status: 202, description: 'The replay under way, or the count.', schema: madeReplay },
  refuses: ['not-found'],
})

export const listReplays = defineOperation({
  id: 'listReplays',
  method: 'get',
  path: '/replays',
  summary: 'List replays.',
  query: replayQuery,
  answer: { status: 200, description: 'The newest of them.', schema: replayList },
  refuses: [],
})

export const getReplay = defineOperation({
  id: 'getReplay',
  method: 'get',
  path: '/replays/{id}',
  summary: 'Show a replay.',
  params: byId,
  answer: { status: 200, description: 'The replay.', schema: replay },
  refuses: ['not-found'],
})

export const cancelReplay = defineOperation({
  id: 'cancelReplay',
  method: 'post',
  path: '/replays/{id}/cancel',
  summary: 'Stop a replay. What it has made stays owed.',
  params: byId,
  answer: { status: 200, description: 'The replay, cancelled.', schema: replay },
  refuses: ['not-found', 'conflict'],
})
