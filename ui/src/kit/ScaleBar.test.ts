// The pain bar: one press chooses, the arrows only move.
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import ScaleBar from './ScaleBar.svelte';

afterEach(cleanup);

function bar(more: { disabled?: boolean; chosen?: number | null } = {}) {
  const onchoose = vi.fn();
  render(ScaleBar, {
    label: 'How is it now?',
    stepLabel: (step: number) => `${step} of 10`,
    low: 'none',
    high: 'worst',
    chosen: null,
    testid: 'pain',
    onchoose,
    ...more,
  });
  return onchoose;
}

const step = (number: number) => screen.getByRole('button', { name: `${number} of 10` });

describe('the bar', () => {
  it('has eleven named steps', () => {
    bar();
    expect(screen.getAllByRole('button')).toHaveLength(11);
  });

  it('chooses with one press, and not twice with a double click', async () => {
    const onchoose = bar();
    await fireEvent.click(step(4), { detail: 1 });
    await fireEvent.click(step(4), { detail: 2 });
    expect(onchoose.mock.calls).toEqual([[4]]);
  });

  it('moves with the arrows and stops at its ends, choosing nothing', async () => {
    const onchoose = bar();
    step(9).focus();
    for (const key of ['ArrowRight', 'ArrowUp', 'ArrowRight']) {
      await fireEvent.keyDown(document.activeElement ?? step(9), { key });
    }
    expect(document.activeElement).toBe(step(10));
    await fireEvent.keyDown(step(10), { key: 'Home' });
    expect(document.activeElement).toBe(step(0));
    await fireEvent.keyDown(step(0), { key: 'ArrowLeft' });
    expect(document.activeElement).toBe(step(0));
    expect(onchoose).not.toHaveBeenCalled();
  });

  it('says which step is chosen', () => {
    bar({ chosen: 7 });
    expect(step(7).getAttribute('aria-pressed')).toBe('true');
    expect(step(6).getAttribute('aria-pressed')).toBe('false');
  });

  it('takes nothing while it is switched off', () => {
    bar({ disabled: true });
    expect(screen.getAllByRole('button').every((button) => button.hasAttribute('disabled'))).toBe(true);
  });
});
