import { ConfigError } from '#config/read-config.ts'

/** Which settings lead to a system call that failed. */
const SETTINGS_OF: Record<string, string> = {
  listen: 'PARLEY_PORT, PARLEY_HOST',
  open: 'PARLEY_TLS_CERT, PARLEY_TLS_KEY, PARLEY_DATA_DIR',
  mkdir: 'PARLEY_DATA_DIR',
  connect: 'PARLEY_DATABASE_URL',
  getaddrinfo: 'PARLEY_HOST, PARLEY_DATABASE_URL',
}

/**
 * A start that failed, for whoever started it: what the operator can mend in one sentence with the setting to look at;
 * what is a fault of the program whole, with its stack.
 */
export function whyNotStarted(error: unknown): unknown {
  if (error instanceof ConfigError) return error.message
  if (!(error instanceof Error)) return error
  const settings = settingsBehind(error)
  if (settings === null) return error
  return `Parley could not start: ${error.message}${settings === '' ? '' : ` (${settings})`}`
}

/** Empty: the operator's to mend, but no setting leads there. Null: a fault of ours. */
function settingsBehind(error: Error): string | null {
  const code = 'code' in error ? String(error.code) : ''
  // A folder one may not write to, a full disk, a file that is no database of ours; the binding gives no code for some.
  if (code.startsWith('SQLITE_') || error.message.startsWith('ConnectionFailed(')) return 'PARLEY_DATA_DIR'
  // A certificate or key that is none, or that do not belong together.
  if (code.startsWith('ERR_OSSL_')) return 'PARLEY_TLS_CERT, PARLEY_TLS_KEY'
  return 'syscall' in error ? (SETTINGS_OF[String(error.syscall)] ?? '') : null
}
