import { interpretationOf } from '../receive.ts'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceSetInterpretation: Handler<'conference.setInterpretation'> = async (
  house,
  call,
  params,
) => {
  const { revision } = await command(
    house,
    call,
    params,
    'SetInterpretation',
    interpretationOf(params.interpretation),
  )
  return { version: revision }
}
