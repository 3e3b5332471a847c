// Every failure has words, and no call leaves a screen hanging.
import { describe, expect, it } from 'vitest';
import { ask } from './ask';
import { ADVICE, adviceFor } from './errors';
import type { ErrorCode } from './bindings';

describe('words for failures', () => {
  it.each(Object.keys(ADVICE) as ErrorCode[])('%s says why and what to do', (code) => {
    const sentences = adviceFor(code)
      .split(/[.!?](?:\s|$)/)
      .filter(Boolean);
    expect(sentences.length).toBeGreaterThanOrEqual(2);
    expect(adviceFor(code)).not.toMatch(/[{}]/);
  });

  it('a code nobody knows still gets an honest sentence', () => {
    expect(adviceFor('brand_new' as ErrorCode)).toBe(adviceFor('unexpected'));
  });
});

describe('a call', () => {
  it('gives the stored truth', async () => {
    expect(await ask(Promise.resolve({ status: 'ok', data: 4 }))).toEqual({ ok: true, data: 4 });
  });

  it('gives the code and the field of a refusal', async () => {
    const refusal = { status: 'error' as const, error: { code: 'invalid' as const, field: 'note' } };
    expect(await ask(Promise.resolve(refusal))).toEqual({ ok: false, code: 'invalid', field: 'note' });
  });

  it('never throws', async () => {
    expect(await ask(Promise.reject(new Error('gone')))).toEqual({
      ok: false,
      code: 'unexpected',
      field: null,
    });
  });
});
