import { createApp } from './app.ts'
import { readConfig } from './config/read-config.ts'
import { greeting } from './start/greeting.ts'
import { whyNotStarted } from './start/why-not-started.ts'
import { createLog } from './telemetry/log.ts'

/** Starts the server from the environment, and ends it on SIGTERM and SIGINT. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog(config.PARLEY_LOG_LEVEL)
  for (const warning of config.warnings) log.warn(warning)
  const app = await createApp(config, { log, isTerminal: process.stdout.isTTY === true })

  let ending = false
  const end = (signal: NodeJS.Signals): void => {
    // A second signal means now.
    if (ending) process.exit(1)
    ending = true
    log.info({ signal }, 'closing')
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error }, 'closing failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)

  const started = await app.listen()
  for (const line of greeting(started, config)) console.log(line)
}

main().catch((error: unknown) => {
  console.error(whyNotStarted(error))
  process.exit(1)
})
