import { defineOperation } from '../operation.ts'
import { bus, busChange, busList, byName, newBus } from '../schema/buses.ts'

export const listBuses = defineOperation({
  id: 'listBuses',
  method: 'get',
  path: '/buses',
  summary: 'List the buses: named streams of events, which rules read.',
  answer: { status: 200, description: 'All of them.', schema: busList },
  refuses: [],
})

export const createBus = defineOperation({
  id: 'createBus',
  method: 'post',
  path: '/buses',
  summary: 'Make a bus. It carries what is published to it.',
  body: newBus,
  answer: { status: 201, description: 'The bus.', schema: bus },
  refuses: ['exists', 'quota'],
})

export const getBus = defineOperation({
  id: 'getBus',
  method: 'get',
  path: '/buses/{name}',
  summary: 'Show a bus.',
  params: byName,
  answer: { status: 200, description: 'The bus.', schema: bus },
  refuses: ['not-found'],
})

export const changeBus = defineOperation({
  id: 'changeBus',
  method: 'patch',
  path: '/buses/{name}',
  summary: 'Change a bus: its description, and the one switch that silences it.',
  params: byName,
  body: busChange,
  answer: { status: 200, description: 'The bus.', schema: bus },
  refuses: ['not-found', 'forbidden'],
})

export const deleteBus = defineOperation({
  id: 'deleteBus',
  method: 'delete',
  path: '/buses/{name}',
  summary: 'Delete a bus that no rule reads any more.',
  params: byName,
  answer: { status: 204, description: 'It is gone.', schema: null },
  refuses: ['not-found', 'conflict', 'forbidden'],
})
