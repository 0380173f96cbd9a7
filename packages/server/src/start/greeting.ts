import type { Config } from '#config/read-config.ts'

export type Greeting = { url: string; demo: { guest: string; host: string } | null }

/** What the person who started the server wants to know: where it is, how to try it, what is not fit for production. */
export function greeting({ url, demo }: Greeting, config: Config): string[] {
  return [
    `Parley is at ${url}`,
    ...(demo ? [`  Demo meeting, as host:  ${demo.host}`, `  Demo meeting, as guest: ${demo.guest}`] : []),
    ...shortcomings(config).map((line) => `  Not for production: ${line}`),
  ]
}

/** One line for each way in which these settings fall short of a site that people rely on. */
export function shortcomings(config: Config): string[] {
  const lines: string[] = []
  const ice = config.PARLEY_ICE_SERVERS.flatMap(({ urls }) => urls)
  if (config.scheme === 'http')
    lines.push(
      'plain HTTP; browsers give no camera except on localhost (PARLEY_TLS, PARLEY_TLS_CERT, or a proxy with TLS)',
    )
  if (config.PARLEY_TLS_CERT === '' && config.PARLEY_TLS === 'self-signed')
    lines.push('a self-signed certificate; browsers warn of it (PARLEY_TLS_CERT)')
  if (config.PARLEY_PUBLIC_URL === '') lines.push('links name this machine only (PARLEY_PUBLIC_URL)')
  if (!ice.some((url) => /^turns?:/.test(url)))
    lines.push('no TURN server; people behind strict firewalls get no picture (PARLEY_ICE_SERVERS)')
  if (config.PARLEY_DATABASE_URL === '')
    lines.push('an SQLite file; fine for one node, back it up with npm run backup (PARLEY_DATABASE_URL)')
  if (config.PARLEY_DEMO === 'on')
    lines.push('a demo meeting that anybody with the link enters (PARLEY_DEMO=off)')
  return lines
}
