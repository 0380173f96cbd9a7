import { MOST_BATCH_BYTES } from '@parley/core'
import { defineOperation } from '../operation.ts'
import { byId } from '../schema/common.ts'
import { erasure, newErasure } from '../schema/erasures.ts'
import { conferenceEventQuery, eventList, eventQuery } from '../schema/events.ts'
import { accepted, batch, cloudEvent, published, publishQuery } from '../schema/publish.ts'

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
  summary: 'Read the log of all conferences and of the installation.',
  query: eventQuery,
  answer: { status: 200, description: 'A page.', schema: eventList },
  refuses: [],
})

export const publishEvents = defineOperation({
  id: 'publishEvents',
  method: 'post',
  path: '/events',
  summary: 'Publish events of your own to a bus: CloudEvents 1.0, structured, one or a batch.',
  query: publishQuery,
  body: published,
  bodyTypes: {
    'application/cloudevents+json': cloudEvent,
    'application/cloudevents-batch+json': batch,
    'application/json': published,
  },
  bodyLimitBytes: MOST_BATCH_BYTES,
  answer: {
    status: 202,
    description: 'They are in the log: all of them, or none was taken.',
    schema: accepted,
  },
  refuses: [],
})

export const erasePerson = defineOperation({
  id: 'erasePerson',
  method: 'post',
  path: '/erasures',
  summary: 'Forget a person: in recorded events, kept state and deliveries.',
  body: newErasure,
  answer: { status: 200, description: 'What was blanked.', schema: erasure },
  refuses: ['conflict', 'unavailable'],
})
