/** People and times that the examples share: one short meeting. */
export const T = 1_790_000_000_000
export const MINUTE = 60_000
export const RUN = '01a0c4506c7b747abd93fabd2a210001'
export const ANN_ID = '01a0c4506c7b747abd93fabd2a210abc'
export const LI_ID = '01a0c4506c7b747abd93fabd2a210def'

export const ann = {
  participantId: ANN_ID,
  who: {
    is: 'user' as const,
    userId: '01a0c4506c7b747abd93fabd2a21aaaa',
    account: 'ann',
    number: '1000001',
    tenantId: '1001',
  },
  name: 'Ann',
  invited: false,
}

export const li = {
  participantId: LI_ID,
  who: { is: 'guest' as const, guestId: 'w7k2m9x4c1bq', number: '9001' },
  name: 'Li',
  invited: false,
}

export const target = {
  ruleId: '01a0c450-6c7b-747a-bd93-fabd2a21e001',
  ruleName: 'crm',
  bus: 'parley',
  targetId: '01a0c450-6c7b-747a-bd93-fabd2a21e002',
  targetName: 'crm hook',
}
