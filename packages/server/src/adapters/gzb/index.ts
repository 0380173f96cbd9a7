export { createAdminCheck } from './auth/admin-check.ts'
export type { GzbParts } from './parts.ts'
export { gzbRoutes, LINK_PATH } from './routes.ts'
export { createGzbSocket } from './socket.ts'
