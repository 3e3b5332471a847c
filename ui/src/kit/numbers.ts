// Numbers as people type them.

/** The number in a text; null when nothing is written, NaN when it is something else. A comma is a decimal point. */
export function readNumber(text: string): number | null {
  const typed = text.trim();
  if (typed === '') return null;
  return /^[+-]?\d+([.,]\d+)?$/.test(typed) ? Number(typed.replace(',', '.')) : Number.NaN;
}

/** A number for a field that is edited; nothing for none. */
export function written(value: number | null): string {
  return value === null ? '' : String(value);
}
