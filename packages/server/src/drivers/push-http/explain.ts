const WORDS: Record<string, string> = {
  ENOTFOUND: 'the host is not known',
  ENODATA: 'the host has no address',
  EAI_AGAIN: 'the name server does not answer',
  ETIMEOUT: 'the name server does not answer',
  ESERVFAIL: 'the name server cannot tell',
  EREFUSED: 'the name server refuses to tell',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  EPIPE: 'the connection was closed',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer did not end in time',
  UND_ERR_SOCKET: 'the connection was closed before an answer',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of the answer are too large',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate cannot be verified',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
}

/** Why a request failed, in words for whoever reads the list of attempts. */
export function explain(error: unknown): string {
  // With several addresses there is one error for each; the last tried stands for them.
  const one = error instanceof AggregateError ? (error.errors.at(-1) ?? error) : error
  const code = one instanceof Error && 'code' in one && typeof one.code === 'string' ? one.code : null
  const words = code === null ? undefined : WORDS[code]
  if (words) return `${words} (${code})`
  // OpenSSL's own words name its source files, over several lines.
  if (code?.startsWith('ERR_SSL_'))
    return `TLS failed: ${code.slice(8).replaceAll('_', ' ').toLowerCase()} (${code})`
  // An assertion of the HTTP library about what the target sent.
  if (code === 'ERR_ASSERTION') return 'the answer is no HTTP'
  return one instanceof Error && one.message !== '' ? one.message : 'the request failed'
}
