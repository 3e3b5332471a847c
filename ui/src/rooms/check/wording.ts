// When a check was done, in words.
import { t } from '../../ipc';
import { longDate, nearDay, shortDate } from '../../kit/dates';

type Done = { localDate: string; localTime: string | null };

/** "today at 09:12", "Saturday 21 November at 09:12", with the year when it is another one. */
export function checkWhen({ localDate, localTime }: Done, today: string): string {
  const words = { today: t('last-today'), yesterday: t('last-yesterday'), tomorrow: t('when-tomorrow') };
  const near = nearDay(localDate, today, words);
  const day = near === shortDate(localDate) ? longDate(localDate, today) : near;
  return localTime === null ? day : t('when-at', { day, time: localTime });
}
