import type { Log } from '@parley/core'
import type { FastifyInstance } from 'fastify'
import type { Metrics } from '#telemetry/metrics.ts'

type Parts = { log: Pick<Log, 'lastPosition'>; metrics: Metrics; isDraining: () => boolean }

/** `/livez`: the process answers. `/readyz`: it can do its work. `/metrics`: OpenMetrics text. */
export async function healthRoutes(app: FastifyInstance, { log, metrics, isDraining }: Parts): Promise<void> {
  app.get('/livez', () => ({ status: 'ok' }))
  app.get('/readyz', async (request, reply) => {
    if (isDraining()) return reply.code(503).send({ status: 'draining' })
    try {
      await log.lastPosition()
      return { status: 'ok' }
    } catch (error) {
      request.log.error({ error }, 'the store does not answer')
      return reply.code(503).send({ status: 'unavailable', checks: { store: 'failed' } })
    }
  })
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
}
