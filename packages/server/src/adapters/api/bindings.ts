import type { FastifyReply } from 'fastify'
import { dropBus, makeBus, showBus, showBuses, turnBus } from './handlers/buses.ts'
import { clearDeadLetters, sendDeadLettersAgain, showDeadLetters } from './handlers/dead-letters.ts'
import { sendAgain, showDeliveries, showDelivery } from './handlers/deliveries.ts'
import { forget } from './handlers/erasures.ts'
import { showEventTypes, showSchema } from './handlers/event-types.ts'
import { showConferenceEvents, showEvents } from './handlers/events.ts'
import { holdAgainst, tryOut } from './handlers/patterns.ts'
import { publish } from './handlers/publish.ts'
import { makeReplay, showReplay, showReplays, stopReplay } from './handlers/replays.ts'
import { dropRule, editRule, makeRule, showRule, showRules } from './handlers/rules.ts'
import { pauseAsked, resumeAsked } from './handlers/target-state.ts'
import { sendTest, verifyTarget } from './handlers/target-trials.ts'
import { dropTarget, editTarget, makeTarget, rotate, showTarget } from './handlers/targets.ts'
import * as operations from './operations.ts'
import type { ApiParts } from './parts.ts'
import { PREFIX, type Serve } from './serve.ts'

/** Says which handler does what an operation promises. */
export function bindOperations(serve: Serve, parts: ApiParts): void {
  serve(operations.listBuses, () => showBuses(parts))
  serve(operations.createBus, ({ body }, reply) =>
    made(reply, makeBus(parts, body), ({ name }) => `/buses/${name}`),
  )
  serve(operations.getBus, ({ params }) => showBus(parts, params.name))
  serve(operations.changeBus, ({ params, body }) => turnBus(parts, params.name, body))
  serve(operations.deleteBus, ({ params }) => dropBus(parts, params.name))

  serve(operations.createRule, ({ body }, reply) =>
    made(reply, makeRule(parts, body), ({ id }) => `/rules/${id}`),
  )
  serve(operations.listRules, ({ query }) => showRules(parts, query))
  serve(operations.getRule, ({ params }, reply) => tagged(reply, showRule(parts, params.id)))
  serve(operations.changeRule, ({ params, body, ifMatch }, reply) =>
    tagged(reply, editRule(parts, params.id, body, ifMatch)),
  )
  serve(operations.deleteRule, ({ params, ifMatch }) => dropRule(parts, params.id, ifMatch))

  serve(operations.addTarget, ({ params, body }, reply) =>
    made(reply, makeTarget(parts, params.id, body), ({ id }) => `/targets/${id}`),
  )
  serve(operations.getTarget, ({ params }, reply) => tagged(reply, showTarget(parts, params.id)))
  serve(operations.changeTarget, ({ params, body, ifMatch }, reply) =>
    tagged(reply, editTarget(parts, params.id, body, ifMatch)),
  )
  serve(operations.deleteTarget, ({ params, ifMatch }) => dropTarget(parts, params.id, ifMatch))
  serve(operations.rotateSecret, ({ params, body }) => rotate(parts, params.id, body))
  serve(operations.pauseTarget, ({ params, body, caller }) => pauseAsked(parts, params.id, body, caller))
  serve(operations.resumeTarget, ({ params, body, caller }) => resumeAsked(parts, params.id, body, caller))
  serve(operations.testTarget, ({ params }) => sendTest(parts, params.id))
  serve(operations.verifyTarget, ({ params }) => verifyTarget(parts, params.id))

  serve(operations.testPattern, ({ body }) => holdAgainst(parts, body))
  serve(operations.tryPattern, ({ body }) => tryOut(parts, body))

  serve(operations.listDeliveries, ({ query }) => showDeliveries(parts, query))
  serve(operations.getDelivery, ({ params }) => showDelivery(parts, params.id))
  serve(operations.resendDelivery, ({ params }) => sendAgain(parts, params.id))
  serve(operations.listDeadLetters, ({ query }) => showDeadLetters(parts, query))
  serve(operations.resendDeadLetters, ({ body }) => sendDeadLettersAgain(parts, body))
  serve(operations.purgeDeadLetters, ({ body, caller }) => clearDeadLetters(parts, body, caller))

  serve(operations.createReplay, ({ body }) => makeReplay(parts, body))
  serve(operations.listReplays, ({ query }) => showReplays(parts, query))
  serve(operations.getReplay, ({ params }) => showReplay(parts, params.id))
  serve(operations.cancelReplay, ({ params }) => stopReplay(parts, params.id))

  serve(operations.listConferenceEvents, ({ params, query }) => showConferenceEvents(parts, params.id, query))
  serve(operations.listEvents, ({ query }) => showEvents(parts, query))
  serve(operations.listEventTypes, ({ query }) => showEventTypes(parts, query))
  serve(operations.publishEvents, ({ query, body, caller }) => publish(parts, query.bus, body, caller))
  serve(operations.erasePerson, ({ body, caller }) => forget(parts, body, caller))
}

/** The same for those that need no key. */
export function bindOpenOperations(serve: Serve, parts: ApiParts): void {
  serve(operations.getEventSchema, ({ params }, reply) => {
    reply.type('application/schema+json').headers({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=3600',
    })
    return showSchema(parts, params.name)
  })
}

async function made<V>(reply: FastifyReply, making: Promise<V>, pathOf: (view: V) => string): Promise<V> {
  const view = await making
  reply.header('location', `${PREFIX}${pathOf(view)}`)
  return view
}

async function tagged<V>(reply: FastifyReply, finding: Promise<{ view: V; etag: string }>): Promise<V> {
  const { view, etag } = await finding
  reply.header('etag', etag)
  return view
}
