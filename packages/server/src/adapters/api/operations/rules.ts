import { defineOperation } from '../operation.ts'
import { byId } from '../schema/common.ts'
import {
  createdRule,
  newRule,
  newRuleShape,
  rule,
  ruleChange,
  ruleChangeShape,
  ruleList,
  ruleQuery,
} from '../schema/rules.ts'

export const createRule = defineOperation({
  id: 'createRule',
  method: 'post',
  path: '/rules',
  summary: 'Make a rule: which events of a bus are posted where.',
  body: newRule,
  bodyShape: newRuleShape,
  answer: {
    status: 201,
    description: 'The rule, and this once the secrets of its targets.',
    schema: createdRule,
  },
  refuses: ['exists', 'quota'],
})

export const listRules = defineOperation({
  id: 'listRules',
  method: 'get',
  path: '/rules',
  summary: 'List rules with the health of their targets.',
  query: ruleQuery,
  answer: { status: 200, description: 'A page.', schema: ruleList },
  refuses: [],
})

export const getRule = defineOperation({
  id: 'getRule',
  method: 'get',
  path: '/rules/{id}',
  summary: 'Show a rule with the health of its targets.',
  params: byId,
  answer: {
    status: 200,
    description: 'The rule, without secrets; its `ETag` is for changing it.',
    schema: rule,
  },
  refuses: ['not-found'],
})

export const changeRule = defineOperation({
  id: 'changeRule',
  method: 'patch',
  path: '/rules/{id}',
  summary: 'Change a rule, or switch it on or off. Members that are absent stay as they are.',
  params: byId,
  body: ruleChange,
  bodyShape: ruleChangeShape,
  conditional: true,
  answer: { status: 200, description: 'The rule as it is now.', schema: rule },
  refuses: ['not-found', 'exists', 'forbidden'],
})

export const deleteRule = defineOperation({
  id: 'deleteRule',
  method: 'delete',
  path: '/rules/{id}',
  summary: 'Delete a rule with its targets and cancel what is still owed to them.',
  params: byId,
  conditional: true,
  answer: { status: 204, description: 'It is gone.', schema: null },
  refuses: ['not-found', 'forbidden'],
})
