// How a week of the plan is said.
import { t, type PlanNumbersView, type UnderWayView } from '../../ipc';
import { nearDay } from '../../kit/dates';

/** Why a week asks for what it asks for. */
export function stepWords(under: UnderWayView, numbers: PlanNumbersView): string {
  if (under.step === 'up') {
    const more = under.week.totalMin - (under.before?.totalMin ?? under.week.totalMin);
    return more > 0 ? t('plan-step-up', { more }) : t('plan-step-same');
  }
  if (under.step === 'rest') return t('plan-step-rest', { every: numbers.repeatEvery });
  return t(`plan-step-${under.step}`);
}

/** When the next walk is, or when the next week starts. */
export function nextWords(under: UnderWayView, today: string): string {
  if (under.nextWalk !== null) {
    return t(under.nextWalk === today ? 'plan-week-next-today' : 'plan-week-next-tomorrow');
  }
  const done = under.walkedDays >= under.week.days;
  return t(done ? 'plan-week-done' : 'plan-week-rest', { day: dayWords(under.nextWeek, today) });
}

/** "tomorrow", "Mon 23 Nov". */
export function dayWords(date: string, today: string): string {
  const words = { today: t('last-today'), yesterday: t('last-yesterday'), tomorrow: t('when-tomorrow') };
  const near = nearDay(date, today, words);
  return near === words.tomorrow ? near.toLowerCase() : near;
}
