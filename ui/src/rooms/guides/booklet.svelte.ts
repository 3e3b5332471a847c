// What the person has chosen for a booklet; kept while the window is open, so that reading on loses nothing.
import type { BookletRequest, PaperView } from '../../ipc';

/** A guide or a routine that can be chosen. */
export type Piece = { kind: 'guide' | 'routine'; slug: string; title: string };

export class Booklet {
  /** In the order in which they are printed: guides, then routines. */
  chosen = $state.raw<Piece[]>([]);
  /** Whether there is a page for questions. */
  asking = $state(false);
  /** The sheet; null while the usual one is not known yet. */
  paper = $state<PaperView | null>(null);

  has(piece: Piece): boolean {
    return this.chosen.some((one) => same(one, piece));
  }

  turn(piece: Piece, on: boolean) {
    const others = this.chosen.filter((one) => !same(one, piece));
    this.chosen = on ? inOrder([...others, piece]) : others;
  }

  /** Moves a piece among those of its kind. */
  move(piece: Piece, by: 1 | -1) {
    const at = this.chosen.findIndex((one) => same(one, piece));
    const other = this.chosen[at + by];
    if (at < 0 || other === undefined || other.kind !== piece.kind) return;
    this.chosen = this.chosen.with(at, other).with(at + by, piece);
  }

  /** Whether a piece can be moved that way. */
  movable(piece: Piece, by: 1 | -1): boolean {
    const at = this.chosen.findIndex((one) => same(one, piece));
    return this.chosen[at + by]?.kind === piece.kind;
  }

  get empty(): boolean {
    return this.chosen.length === 0 && !this.asking;
  }

  /** What to print, with what is still to be asked. */
  request(questions: readonly string[]): BookletRequest {
    const of = (kind: Piece['kind']) => this.chosen.filter((one) => one.kind === kind).map((one) => one.slug);
    return {
      guides: of('guide'),
      routines: of('routine'),
      questions: this.asking ? [...questions] : null,
      paper: this.paper ?? 'a4',
    };
  }
}

function same(one: Piece, other: Piece): boolean {
  return one.kind === other.kind && one.slug === other.slug;
}

function inOrder(pieces: Piece[]): Piece[] {
  return [...pieces.filter((one) => one.kind === 'guide'), ...pieces.filter((one) => one.kind === 'routine')];
}

/** The one booklet of this window. */
export const booklet = new Booklet();
