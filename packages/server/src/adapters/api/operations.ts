import { defineOperation } from './operation.ts'
import { byId } from './schema/common.ts'
import { deliveryDetail, deliveryList, deliveryQuery } from './schema/deliveries.ts'
import { conferenceEventQuery, eventList, eventQuery } from './schema/events.ts'
import { createdRule, newRule, newRuleShape, rule, ruleList } from './schema/rules.ts'

export const createRule = defineOperation({
  id: 'createRule',
  method: 'post',
  path: '/rules',
  summary: 'Make a rule: which events are posted where.',
  body: newRule,
  bodyShape: newRuleShape,
  answer: { status: 201, description: 'The rule, and this once its secret.', schema: createdRule },
  refuses: ['exists', 'quota'],
})

export const listRules = defineOperation({
  id: 'listRules',
  method: 'get',
  path: '/rules',
  summary: 'List all rules.',
  answer: { status: 200, description: 'In the order of their creation.', schema: ruleList },
  refuses: [],
})

export const getRule = defineOperation({
  id: 'getRule',
  method: 'get',
  path: '/rules/{id}',
  summary: 'Show a rule.',
  params: byId,
  answer: { status: 200, description: 'The rule, without its secret.', schema: rule },
  refuses: ['not-found'],
})

export const deleteRule = defineOperation({
  id: 'deleteRule',
  method: 'delete',
  path: '/rules/{id}',
  summary: 'Delete a rule and cancel what it still owes.',
  params: byId,
  answer: { status: 204, description: 'It is gone.', schema: null },
  refuses: ['not-found'],
})

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

export const listConferenceEvents = defineOperation({
  id: 'listConferenceEvents',
  method: 'get',
  path: '/conferences/{id}/events',
  summary: 'Read the log of a conference.',
  params: byId,
  query: conferenceEventQuery,
  answer: { status: 200, description: 'A page.', schema: eventList },
  refuses: ['no-conference'],
})

export const listEvents = defineOperation({
  id: 'listEvents',
  method: 'get',
  path: '/events',
  summary: 'Read the log of all conferences.',
  query: eventQuery,
  answer: { status: 200, description: 'A page.', schema: eventList },
  refuses: [],
})

export const OPERATIONS = [
  createRule,
  listRules,
  getRule,
  deleteRule,
  listDeliveries,
  getDelivery,
  resendDelivery,
  listConferenceEvents,
  listEvents,
] as const
