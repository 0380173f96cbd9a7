import { defineOperation } from '../operation.ts'
import { byId } from '../schema/common.ts'
import { delivery } from '../schema/deliveries.ts'
import { rotation } from '../schema/signing.ts'
import {
  newTarget,
  pause,
  resume,
  resumed,
  target,
  targetChange,
  targetWithSecret,
  verification,
} from '../schema/targets.ts'

export const addTarget = defineOperation({
  id: 'addTarget',
  method: 'post',
  path: '/rules/{id}/targets',
  summary: 'Give a rule one more target.',
  params: byId,
  body: newTarget,
  answer: { status: 201, description: 'The target, and this once its secret.', schema: targetWithSecret },
  refuses: ['not-found', 'exists', 'quota', 'forbidden'],
})

export const getTarget = defineOperation({
  id: 'getTarget',
  method: 'get',
  path: '/targets/{id}',
  summary: 'Show a target with its state and health.',
  params: byId,
  answer: {
    status: 200,
    description: 'The target, without secrets; its `ETag` is for changing it.',
    schema: target,
  },
  refuses: ['not-found'],
})

export const changeTarget = defineOperation({
  id: 'changeTarget',
  method: 'patch',
  path: '/targets/{id}',
  summary:
    'Change a target; what is owed already goes where it says then. Members that are absent stay as they are.',
  params: byId,
  body: targetChange,
  conditional: true,
  answer: {
    status: 200,
    description: 'The target as it is now, with a secret when the change needed one.',
    schema: targetWithSecret,
  },
  refuses: ['not-found', 'exists', 'forbidden'],
})

export const deleteTarget = defineOperation({
  id: 'deleteTarget',
  method: 'delete',
  path: '/targets/{id}',
  summary: 'Delete a target and cancel what is still owed to it.',
  params: byId,
  conditional: true,
  answer: { status: 204, description: 'It is gone.', schema: null },
  refuses: ['not-found', 'forbidden'],
})

export const pauseTarget = defineOperation({
  id: 'pauseTarget',
  method: 'post',
  path: '/targets/{id}/pause',
  summary: 'Send nothing more to a target; what it is owed is kept.',
  params: byId,
  body: pause,
  answer: { status: 200, description: 'The target, paused.', schema: target },
  refuses: ['not-found'],
})

export const resumeTarget = defineOperation({
  id: 'resumeTarget',
  method: 'post',
  path: '/targets/{id}/resume',
  summary: 'Send again to a target, what was kept for it first; closes its breaker too.',
  params: byId,
  body: resume,
  answer: { status: 200, description: 'The target, running.', schema: resumed },
  refuses: ['not-found'],
})

export const rotateSecret = defineOperation({
  id: 'rotateSecret',
  method: 'post',
  path: '/targets/{id}/rotate',
  summary: 'Sign with a new secret; the present one signs beside it for a while.',
  params: byId,
  body: rotation,
  answer: { status: 200, description: 'The target, and this once the new secret.', schema: targetWithSecret },
  refuses: ['not-found', 'conflict', 'forbidden'],
})

export const testTarget = defineOperation({
  id: 'testTarget',
  method: 'post',
  path: '/targets/{id}/test',
  summary: 'Send a test event: type `io.parley.Test.v1`, a delivery like any other.',
  params: byId,
  answer: {
    status: 202,
    description: 'The delivery; ask for it again to see what came of it.',
    schema: delivery,
  },
  refuses: ['not-found', 'conflict', 'forbidden', 'unavailable'],
})

export const verifyTarget = defineOperation({
  id: 'verifyTarget',
  method: 'post',
  path: '/targets/{id}/verify',
  summary: 'Ask a target whether it wants our events: the handshake of CloudEvents webhooks, `OPTIONS`.',
  params: byId,
  answer: { status: 200, description: 'What it answered. Nothing is changed by it.', schema: verification },
  refuses: ['not-found'],
})
