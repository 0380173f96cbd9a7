import { type Conferences, Refusal } from '@parley/core'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  registry: Registry
  /** Counts and times every command that goes through. */
  watch(conferences: Conferences): Conferences
  http: Counter<'route' | 'method' | 'status'>
  /** Reads a number whenever the metrics are asked for. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void
}

/** One registry per server; labels are closed lists, so their number is bounded. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'parley_' })
  const registers = [registry]
  const http = new Counter({
    name: 'parley_http_requests_total',
    help: 'HTTP answers by route template',
    labelNames: ['route', 'method', 'status'] as const,
    registers,
  })
  const commands = new Counter({
    name: 'parley_commands_total',
    help: 'Commands by type and outcome (done, a refusal code, or fault)',
    labelNames: ['type', 'outcome'] as const,
    registers,
  })
  const seconds = new Histogram({
    name: 'parley_command_seconds',
    help: 'From a command’s arrival to its durable answer',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers,
  })

  return {
    registry,
    http,
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read())
        },
      })
    },
    watch: (conferences) => ({
      ...conferences,
      async execute(request) {
        const end = seconds.startTimer()
        try {
          const answer = await conferences.execute(request)
          commands.inc({ type: request.type, outcome: 'done' })
          return answer
        } catch (error) {
          commands.inc({ type: request.type, outcome: error instanceof Refusal ? error.code : 'fault' })
          throw error
        } finally {
          end()
        }
      },
    }),
  }
}
