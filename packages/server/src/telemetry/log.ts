import type { FastifyBaseLogger } from 'fastify'
import { destination, pino } from 'pino'

/** Never given tokens, passwords or the last segment of a link. */
export type Log = FastifyBaseLogger

/** JSON lines on standard error: standard output belongs to the person at the terminal. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: undefined,
      redact: { paths: ['*.password', '*.token', '*.accessToken', '*.refreshToken'], censor: '***' },
    },
    destination({ fd: 2, sync: false }),
  )
}
