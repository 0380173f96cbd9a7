import type { FastifyInstance } from 'fastify'

type Parts = {
  /** PEM of the certificate of a signing key, or null when there is no such key. */
  certificate: (id: string) => string | null
}

/** Where receivers fetch what they check our signatures with ([AL] 4.2). Public: a certificate is no secret. */
export async function certificateRoutes(app: FastifyInstance, { certificate }: Parts): Promise<void> {
  app.get<{ Params: { file: string } }>('/eventbridge/certs/:file', async (request, reply) => {
    const [, id] = /^([0-9a-f]{16})\.pem$/.exec(request.params.file) ?? []
    const pem = id === undefined ? null : certificate(id)
    if (pem === null) return reply.code(404).type('text/plain; charset=utf-8').send('no such certificate')
    // What an address holds never changes: a new key has another address.
    return reply
      .type('application/x-pem-file')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(pem)
  })
}
