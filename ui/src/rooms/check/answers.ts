// What can be answered to a question and with which key, and what a press does to an answer; plain values, tested alone.
import type { CheckRepliedView, CheckInputView, CheckOptionView } from '../../ipc';

/** What was answered to one question. */
export type Answer = CheckRepliedView['answer'];

/** One line of the answers: its name, the words of a choice, and the key written on it. */
export type Row = { id: string; text: string | null; key: string };

/** The letters of the answers that many questions share. */
const LETTERS: Record<string, string> = { yes: 'Y', no: 'N', unsure: 'U', none: 'N' };

function rowsFrom(
  choices: readonly Pick<CheckOptionView, 'id' | 'text'>[],
  shared: readonly string[],
): Row[] {
  return [
    ...choices.map(({ id, text }, at) => ({ id, text, key: at < 9 ? String(at + 1) : '' })),
    ...shared.map((id) => ({ id, text: null, key: LETTERS[id] ?? '' })),
  ];
}

/** The lines of the answers, in order; a line without words has those that many questions share. */
export function rowsOf(input: CheckInputView): Row[] {
  if (input.kind === 'yes_no') return rowsFrom([], ['yes', 'no', 'unsure']);
  if (input.kind === 'some') return rowsFrom(input.options, ['none']);
  return input.kind === 'steps' ? rowsFrom(input.options, []) : [];
}

/** The line behind a key: its letter, its number, or its place. */
export function rowOf(input: CheckInputView, key: string): string | null {
  const rows = rowsOf(input);
  const byKey = rows.find((row) => row.key !== '' && row.key === key.toUpperCase());
  const byPlace = /^[1-9]$/.test(key) ? rows[Number(key) - 1] : undefined;
  return (byKey ?? byPlace)?.id ?? null;
}

/** How a line stands in an answer. */
export function standing(answer: Answer | null, row: string): 'on' | 'unsure' | 'off' {
  if (answer === null) return 'off';
  if (answer.kind === 'some') {
    if (answer.yes.includes(row)) return 'on';
    return answer.unsure.includes(row) ? 'unsure' : 'off';
  }
  if (answer.kind === 'step') return answer.step === row ? 'on' : 'off';
  return answer.kind === row ? 'on' : 'off';
}

/** The answer a line gives where there is one answer only. */
export function single(input: CheckInputView, row: string): Answer | null {
  if (input.kind === 'steps') return { kind: 'step', step: row };
  if (input.kind !== 'yes_no') return null;
  return row === 'yes' || row === 'no' || row === 'unsure' ? { kind: row } : null;
}

/** The answer after a line among many was pressed; `as` says what it was pressed for. Nothing chosen is no answer. */
export function pressed(
  options: readonly Pick<CheckOptionView, 'id'>[],
  answer: Answer | null,
  row: string,
  as: 'on' | 'unsure',
): Answer | null {
  if (row === 'none') return answer?.kind === 'none' ? null : { kind: 'none' };
  const next = standing(answer, row) === as ? 'off' : as;
  const listed = (wanted: 'on' | 'unsure') =>
    options.map(({ id }) => id).filter((id) => (id === row ? next : standing(answer, id)) === wanted);
  const [yes, unsure] = [listed('on'), listed('unsure')];
  return yes.length + unsure.length === 0 ? null : { kind: 'some', yes, unsure };
}

/** The number a person typed, or null when it is none that is asked for. */
export function numberOf(input: CheckInputView, typed: string): Answer | null {
  if (input.kind !== 'number' || !/^\d{1,4}$/.test(typed.trim())) return null;
  const value = Number(typed.trim());
  return value >= input.low && value <= input.high ? { kind: 'number', value } : null;
}

/** Whether an answer holds something that ends the check as an emergency at once. */
export function endsAtOnce(input: CheckInputView, row: string): boolean {
  if (input.kind === 'yes_no') return input.emergency && (row === 'yes' || row === 'unsure');
  return 'options' in input && input.options.some(({ id, emergency }) => id === row && emergency);
}
