/** In the words under a field for a name. */
export const nameProblems = { missing: 'door.nameMissing', long: 'door.nameLong' } as const
