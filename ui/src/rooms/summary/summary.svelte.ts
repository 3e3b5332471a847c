// What is wanted of a summary, kept while the window is open, and the pages that come of it.
import type {
  PaperView,
  SummarySectionView,
  SummaryPeriodView,
  SummaryPreviewView,
  SummaryRequest,
} from '../../ipc';
import { ask, commands, type ErrorCode } from '../../ipc';

export const SECTIONS: readonly SummarySectionView[] = [
  'checks',
  'health',
  'body',
  'legs',
  'treatments',
  'routines',
  'pain',
  'walking',
  'flares',
  'days',
  'questions',
];

export type PeriodKind = SummaryPeriodView['kind'];

/** What was chosen so far. Nothing of it is kept beyond the window. */
export class Wanted {
  kind = $state<PeriodKind>('four_weeks');
  from = $state('');
  until = $state('');
  sections = $state<SummarySectionView[]>([...SECTIONS]);
  notes = $state(false);
  name = $state('');
  paper = $state<PaperView | null>(null);

  preview = $state.raw<SummaryPreviewView | null>(null);
  failed = $state.raw<ErrorCode | null>(null);
  field = $state.raw<string | null>(null);
  busy = $state(false);
  #turn = 0;

  /** The request; null while a date is missing. `dateOf` reads a date as people write it. */
  request(dateOf: (text: string) => string | null): SummaryRequest | null {
    const from = dateOf(this.from);
    const to = dateOf(this.until);
    let period: SummaryPeriodView;
    if (this.kind === 'since') {
      if (from === null) return null;
      period = { kind: 'since', from };
    } else if (this.kind === 'between') {
      if (from === null || to === null) return null;
      period = { kind: 'between', from, to };
    } else {
      period = { kind: this.kind };
    }
    return {
      period,
      sections: [...this.sections],
      notes: this.notes,
      name: this.name,
      paper: this.paper,
    };
  }

  /** Lays the pages out anew; an answer that a later choice has overtaken is dropped. */
  async look(request: SummaryRequest): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.busy = true;
    const outcome = await ask(commands.summaryPreview(request));
    if (turn !== this.#turn) return;
    this.busy = false;
    if (outcome.ok) {
      this.preview = outcome.data;
      this.failed = null;
      this.field = null;
    } else {
      this.failed = outcome.code;
      this.field = outcome.code === 'invalid' ? outcome.field : null;
    }
  }
}
