import { callerOf, type Handler } from '../rpc/call.ts'

export const authWsTicket: Handler<'auth.ws.ticket'> = async ({ auth }, call) =>
  await auth.socketTicket(callerOf(call))
