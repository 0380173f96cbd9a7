import type { Room } from '../../state/room.ts'
import { keyLabel, otherKeys, shortcuts } from '../../state/shortcuts.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useStore } from '../../ui/hooks.ts'
import { isMac } from './is-mac.ts'
import { useRoomTexts } from './use-room-texts.ts'

export function KeysDialog({ room }: { room: Room }) {
  const { t } = useRoomTexts()
  const wishes = useStore(room.settings.store)
  const mac = isMac()
  const label = (key: string) => (key === 'Space' ? t('keys.space') : keyLabel(key, mac))
  const rows = [
    ...Object.values(shortcuts).map(({ text, keys, single }) => ({
      text,
      keys: single && wishes.singleKeys ? [...keys, [single.toUpperCase()]] : keys,
    })),
    ...otherKeys,
  ]
  return (
    <Dialog title={t('keys.title')} onClose={() => room.panels.show(null)}>
      {wishes.shortcuts ? null : <p className="muted">{t('keys.off')}</p>}
      <dl className="keys">
        {rows.map(({ text, keys }) => (
          <div key={text}>
            <dt>{t(text)}</dt>
            <dd>
              {keys.map((one) => (
                <span key={one.join()} className="keys-one">
                  {one.map((key) => (
                    <kbd key={key}>{label(key)}</kbd>
                  ))}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
