import { runOf } from '@parley/core'
import { flagField } from '../fields.ts'
import type { Row } from '../row.ts'
import type { Stage } from '../stage.ts'

const GROUP = {
  groupID: '1',
  groupName: 'zh-en',
  groupType: 'MANUAL',
  firstLanguage: 'zh-CN',
  secondLanguage: 'en-US',
  interpreters: [{ loginAccount: 'dora' }],
}
const interpretation = async ({ house, id }: Stage) => runOf(await house.state(id))?.interpretation
const PATH = 'interpreterGroups'

/** [HW] 3.6: what of it is state of the conference. */
export const INTERPRETATION_ROWS: readonly Row[] = [
  {
    section: '3.6',
    method: 'PUT',
    path: '/simultaneousInterpretation',
    pushes: ['ConfDynamicInfoNotify'],
    sdk: 'resumeSimultaneousInterpretation',
    marks: ['D', 'S'],
    rights: 'floor',
    good: () => ({ body: { simultaneousInterpretation: 1 } }),
    fields: [flagField('simultaneousInterpretation')],
    cases: [
      {
        kind: 'success',
        what: 'interpretation is on',
        mark: 'D',
        answer: 'ok',
        see: async (stage) => (await interpretation(stage))?.is,
        seen: 'on',
      },
    ],
  },
  {
    section: '3.6',
    method: 'PUT',
    path: '/interpreterGroup',
    pushes: ['InterpreterGroupNotify'],
    sdk: 'setInterpreterGroup',
    marks: ['D', 'S'],
    rights: 'floor',
    good: () => ({ body: { interpreterGroups: [GROUP] } }),
    fields: [
      {
        path: PATH,
        required: true,
        bad: [
          { kind: 'out of range', value: [], answer: 'MMC.111071098', mark: 'D' },
          { kind: 'wrong type', value: {}, answer: 'MMC.111071098', mark: 'ours' },
          { kind: 'too long', value: Array(17).fill(GROUP), answer: 'MMC.111071102', mark: 'D' },
          { kind: 'out of range', value: [GROUP, GROUP], answer: 'MMC.111071101', mark: 'D' },
          {
            kind: 'out of range',
            value: [GROUP, { ...GROUP, groupID: '2' }],
            answer: 'MMC.111071103',
            mark: 'D',
          },
          { kind: 'out of range', value: manyLanguages(), answer: 'MMC.111071100', mark: 'D' },
        ],
      },
      {
        path: `${PATH}.0.groupID`,
        required: true,
        bad: [{ kind: 'too long', value: '1'.repeat(65), answer: 'MMC.111071061', mark: 'ours' }],
      },
      {
        path: `${PATH}.0.groupType`,
        bad: [{ kind: 'out of range', value: 'PARROT', answer: 'MMC.111071061', mark: 'ours' }],
      },
      {
        path: `${PATH}.0.firstLanguage`,
        required: true,
        bad: [
          { kind: 'out of range', value: 'not a language', answer: 'MMC.111071099', mark: 'D' },
          { kind: 'wrong type', value: 7, answer: 'MMC.111071099', mark: 'ours' },
        ],
      },
      {
        path: `${PATH}.0.secondLanguage`,
        required: true,
        bad: [{ kind: 'out of range', value: 'zh-CN', answer: 'MMC.111071099', mark: 'ours' }],
      },
      {
        path: `${PATH}.0.interpreters.0.loginAccount`,
        required: true,
        bad: [{ kind: 'out of range', value: 'nobody', answer: 'MMC.111071104', mark: 'D' }],
      },
    ],
    cases: [
      {
        kind: 'success',
        what: 'who interprets between which languages',
        mark: 'D',
        answer: 'ok',
        see: async (stage) => {
          const [group] = (await interpretation(stage))?.groups ?? []
          return [
            group?.id,
            group?.name,
            group?.by,
            group?.languages,
            group?.interpreters.map(({ name }) => name),
          ]
        },
        seen: ['1', 'zh-en', 'people', ['zh-CN', 'en-US'], ['Dora']],
      },
      {
        kind: 'success',
        what: 'by machine; what is said of the machine is not kept',
        mark: 'ours',
        answer: 'ok',
        given: () => ({
          body: {
            interpreterGroups: [
              {
                ...GROUP,
                groupType: 'AI',
                interpreters: [{ loginAccount: 'dora', aiDigitalInfo: { type: 'PUBLIC' } }],
              },
            ],
          },
        }),
        see: async (stage) => (await interpretation(stage))?.groups[0]?.by,
        seen: 'machine',
      },
    ],
  },
]

function manyLanguages() {
  const codes = 'zh en fr de es it pt ru ja ko ar hi bn ur tr vi th'.split(' ')
  return codes
    .slice(1)
    .map((code, index) => ({ ...GROUP, groupID: String(index), firstLanguage: code, secondLanguage: 'zh' }))
}
