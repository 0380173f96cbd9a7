import type { Handler } from '../rpc/call.ts'

export const sessionPing: Handler<'session.ping'> = async ({ parts }) => ({ serverTime: parts.clock.now() })
