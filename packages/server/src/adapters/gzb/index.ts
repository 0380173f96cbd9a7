export type { GzbParts } from './parts.ts'
export { gzbRoutes } from './routes.ts'
export { createGzbSocket } from './socket.ts'
