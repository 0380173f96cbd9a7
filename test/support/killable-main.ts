import { createApp } from '../../packages/server/src/app.ts'
import { readConfig } from '../../packages/server/src/config/read-config.ts'
import { greeting } from '../../packages/server/src/start/greeting.ts'
import { createLog } from '../../packages/server/src/telemetry/log.ts'

/**
 * The server, with one thing added: it kills itself as by a power cut when it comes to a named point for the n-th time.
 * `KILL_AT` is `{point}:{n}`; without it, it is the server as it is.
 */
const [point, times] = (process.env.KILL_AT ?? '').split(':')
let left = Number(times)

const config = readConfig(process.env)
const app = await createApp(config, {
  log: createLog(config.PARLEY_LOG_LEVEL),
  isTerminal: false,
  probe(here) {
    if (here !== point) return
    left -= 1
    if (left === 0) process.kill(process.pid, 'SIGKILL')
  },
})
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)))
for (const line of greeting(await app.listen(), config)) console.log(line)
