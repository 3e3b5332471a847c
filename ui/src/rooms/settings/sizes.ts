// Sizes of files as people say them.
import { t } from '../../ipc';

/** "12 KB", "3.4 MB", "1.2 GB": in thousands, as systems count files. */
export function size(bytes: number): string {
  if (bytes < 1_000_000)
    return t('size-kb', { size: bytes === 0 ? '0' : String(Math.max(1, Math.round(bytes / 1000))) });
  if (bytes < 1_000_000_000) return t('size-mb', { size: (bytes / 1_000_000).toFixed(1) });
  return t('size-gb', { size: (bytes / 1_000_000_000).toFixed(1) });
}
