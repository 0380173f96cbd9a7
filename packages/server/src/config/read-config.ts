import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { SETTINGS, type SettingName, type Settings } from './settings.ts'

export type Config = Settings & {
  /** Absolute. */
  dataDir: string
  scheme: 'http' | 'https'
  warnings: string[]
}

/** Neither is of use without the other. */
const TOGETHER = [
  ['PARLEY_TLS_CERT', 'PARLEY_TLS_KEY'],
  ['PARLEY_ACCESS_KEY_ID', 'PARLEY_ACCESS_KEY_SECRET'],
] as const satisfies [SettingName, SettingName][]

/** Everything wrong with the settings at once, each line readable by itself. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(readonly problems: readonly string[]) {
    super(`The settings are not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
  }
}

/**
 * Reads the settings from the environment. A secret may come from a file named by `<NAME>_FILE`.
 * Throws `ConfigError`; unknown `PARLEY_` names are warnings.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string = readText,
): Config {
  const problems: string[] = []
  const values: Partial<Record<SettingName, unknown>> = {}
  for (const [name, { schema, fallback, secret }] of Object.entries(SETTINGS)) {
    const text = secret ? secretText(name, env, readFile, problems) : env[name]
    const result = schema.safeParse(text === undefined || text === '' ? fallback : text)
    if (result.success) values[name as SettingName] = result.data
    else problems.push(`${name} ${readable(result.error.issues[0]?.message ?? 'is wrong')}`)
  }
  const settings = values as Settings
  for (const [one, other] of TOGETHER)
    if (problems.length === 0 && (settings[one] === '') !== (settings[other] === ''))
      problems.push(`${one} and ${other} belong together`)
  if (problems.length > 0) throw new ConfigError(problems)
  return {
    ...settings,
    dataDir: resolve(settings.PARLEY_DATA_DIR),
    scheme: settings.PARLEY_TLS_CERT !== '' || settings.PARLEY_TLS === 'self-signed' ? 'https' : 'http',
    warnings: unknownNames(env).map((name) => `${name} is no setting of Parley`),
  }
}

function secretText(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
  problems: string[],
): string | undefined {
  const path = env[`${name}_FILE`]
  if (path === undefined || path === '') return env[name]
  if (env[name]) problems.push(`${name} and ${name}_FILE are both set; one of them must go`)
  try {
    return readFile(path).trimEnd()
  } catch (error) {
    problems.push(`${name}_FILE cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}

function unknownNames(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set<string>(
    Object.entries(SETTINGS).flatMap(([name, { secret }]) => (secret ? [name, `${name}_FILE`] : [name])),
  )
  return Object.keys(env).filter((name) => name.startsWith('PARLEY_') && !known.has(name))
}

function readable(message: string): string {
  return /^(is|has|are)\b/.test(message) ? message : `is wrong: ${message}`
}

function readText(path: string): string {
  return readFileSync(path, 'utf8')
}
