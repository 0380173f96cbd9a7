import { connectionOf, type Handler } from '../rpc/call.ts'

/** The page is being closed or reloaded: no leave, a shorter grace ([WC] 3.3). */
export const sessionClosing: Handler<'session.closing'> = async (_house, call) => {
  connectionOf(call).note('closing')
  return {}
}
