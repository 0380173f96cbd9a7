/** Whose `X-Forwarded-*` count: nobody's, everybody's, that of so many hops, or that of these networks. */
export type TrustProxy = boolean | number | readonly string[]
