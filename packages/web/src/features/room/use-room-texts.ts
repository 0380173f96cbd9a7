import type { RoomTexts } from '../../i18n/room-texts.ts'
import { useTexts } from '../../ui/hooks.ts'

/** Inside the room the context holds the room's own texts too; see room-page.tsx. */
export const useRoomTexts = (): RoomTexts => useTexts() as unknown as RoomTexts
