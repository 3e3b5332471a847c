// The search: what is in the box, and what was found for it.
import { ask, commands, type ErrorCode, type SearchHitView } from '../../ipc';

/** The state of the search box. */
export class SearchState {
  query = $state('');
  /** What was found; null while nothing is asked. */
  hits = $state.raw<SearchHitView[] | null>(null);
  failed = $state.raw<ErrorCode | null>(null);
  #turn = 0;

  /** Searches for what is in the box now; only the answer to the newest question counts. */
  ask(query: string): Promise<void> {
    this.query = query;
    this.#turn += 1;
    if (query.trim() === '') {
      this.hits = null;
      this.failed = null;
      return Promise.resolve();
    }
    return this.#search(query, this.#turn);
  }

  /** Where a hit leads. */
  address(hit: SearchHitView): string {
    if (hit.kind === 'guide') return `#/guides/${hit.slug}`;
    return hit.kind === 'exercise' ? `#/routines/${hit.slug}` : '#/check';
  }

  async #search(query: string, turn: number): Promise<void> {
    const outcome = await ask(commands.guidesSearch(query));
    if (turn !== this.#turn) return;
    this.hits = outcome.ok ? outcome.data : null;
    this.failed = outcome.ok ? null : outcome.code;
  }
}
