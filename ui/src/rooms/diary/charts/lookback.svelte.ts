// What of the past is looked at: one range for all charts over time, and a page each of the calendar and the body.
import { commands, Reading, type OutcomeView, type RangeView } from '../../../ipc';
import { shiftDate } from '../../../kit/dates';

/** Days on one page of the calendar. */
const PAGE = 26 * 7;

/** The choices on the screen; pages are named by a day on them, and null is the page of today. */
export class LookBack {
  readonly span = new Reading(() => commands.insightsSpan());
  range = $state<RangeView>('six_weeks');
  outcome = $state<OutcomeView>('change');
  calendarTo = $state<string | null>(null);
  month = $state<string | null>(null);

  get waiting() {
    return this.span.waiting;
  }

  calendarEarlier(from: string) {
    this.calendarTo = shiftDate(from, -1);
  }

  calendarLater(to: string, today: string) {
    const next = shiftDate(to, PAGE);
    this.calendarTo = next >= today ? null : next;
  }

  monthEarlier(from: string) {
    this.month = shiftDate(from, -1);
  }

  monthLater(to: string, today: string) {
    const next = shiftDate(to, 1);
    this.month = next.slice(0, 7) >= today.slice(0, 7) ? null : next;
  }
}
