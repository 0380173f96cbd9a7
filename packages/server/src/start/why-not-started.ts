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
  if (!(error instanceof Error) || !('syscall' in error)) return error
  const settings = SETTINGS_OF[String(error.syscall)]
  return `Parley could not start: ${error.message}${settings ? ` (${settings})` : ''}`
}
