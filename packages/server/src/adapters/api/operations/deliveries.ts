import { defineOperation } from '../operation.ts'
import { byId } from '../schema/common.ts'
import {
  counted,
  deadLetterFilter,
  deadLetterList,
  deadLetterQuery,
  deliveryDetail,
  deliveryList,
  deliveryQuery,
} from '../schema/deliveries.ts'

export const listDeliveries = defineOperation({
  id: 'listDeliveries',
  method: 'get',
  path: '/deliveries',
  summary: 'List deliveries: one event owed to one target each.',
  query: deliveryQuery,
  answer: { status: 200, description: 'A page.', schema: deliveryList },
  refuses: [],
})

export const getDelivery = defineOperation({
  id: 'getDelivery',
  method: 'get',
  path: '/deliveries/{id}',
  summary: 'Show a delivery with every attempt.',
  params: byId,
  answer: { status: 200, description: 'The delivery.', schema: deliveryDetail },
  refuses: ['not-found'],
})

export const resendDelivery = defineOperation({
  id: 'resendDelivery',
  method: 'post',
  path: '/deliveries/{id}/resend',
  summary: 'Begin a new chain of attempts under the same event id.',
  params: byId,
  answer: { status: 202, description: 'The delivery, pending again.', schema: deliveryDetail },
  refuses: ['not-found', 'conflict'],
})

export const listDeadLetters = defineOperation({
  id: 'listDeadLetters',
  method: 'get',
  path: '/dead-letters',
  summary: 'List dead letters: deliveries whose attempts are exhausted, with the last of them.',
  query: deadLetterQuery,
  answer: { status: 200, description: 'A page.', schema: deadLetterList },
  refuses: [],
})

export const resendDeadLetters = defineOperation({
  id: 'resendDeadLetters',
  method: 'post',
  path: '/dead-letters/resend',
  summary: 'Resend dead letters, the oldest first.',
  body: deadLetterFilter,
  answer: { status: 202, description: 'How many are pending again.', schema: counted },
  refuses: [],
})

export const purgeDeadLetters = defineOperation({
  id: 'purgeDeadLetters',
  method: 'post',
  path: '/dead-letters/purge',
  summary: 'Delete dead letters with their attempts, for good; the log keeps how many.',
  body: deadLetterFilter,
  answer: { status: 200, description: 'How many are gone.', schema: counted },
  refuses: [],
})
