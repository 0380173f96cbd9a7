import { deny } from '../errors.ts'

/** In any letter case, as an official sample has it ([AL] 3.1). */
export function readStatus(text: string): boolean {
  switch (text.toUpperCase()) {
    case 'ENABLE':
      return true
    case 'DISABLE':
      return false
    default:
      return deny('JsonAttributeInvalid', 'Status must be ENABLE or DISABLE')
  }
}
