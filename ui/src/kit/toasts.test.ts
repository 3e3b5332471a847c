// Messages at the foot of the window: how long they stay, and taking back once.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Toasts } from './toasts.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a message', () => {
  it('leaves in its own time, and can still be taken back', async () => {
    const toasts = new Toasts();
    const undo = vi.fn();
    toasts.show('Saved', undo);
    vi.advanceTimersByTime(11_999);
    expect(toasts.current?.text).toBe('Saved');
    vi.advanceTimersByTime(1);
    expect(toasts.current).toBeNull();
    await toasts.undo();
    expect(undo).toHaveBeenCalledOnce();
  });

  it('is taken back once only', async () => {
    const toasts = new Toasts();
    const undo = vi.fn();
    toasts.show('Saved', undo);
    await Promise.all([toasts.undo(), toasts.undo()]);
    expect(undo).toHaveBeenCalledOnce();
    expect(toasts.current).toBeNull();
  });

  it('stays while the person is at it', () => {
    const toasts = new Toasts();
    toasts.show('Saved');
    toasts.hold();
    vi.advanceTimersByTime(60_000);
    expect(toasts.current?.text).toBe('Saved');
    toasts.resume();
    vi.advanceTimersByTime(12_000);
    expect(toasts.current).toBeNull();
  });

  it('makes room for a newer one, whose own time counts', () => {
    const toasts = new Toasts();
    toasts.show('One');
    vi.advanceTimersByTime(11_000);
    toasts.show('Two');
    vi.advanceTimersByTime(2_000);
    expect(toasts.current?.text).toBe('Two');
  });

  it('without anything to take back closes the way to the one before', async () => {
    const toasts = new Toasts();
    const undo = vi.fn();
    toasts.show('Saved', undo);
    toasts.show('Theme changed');
    await toasts.undo();
    expect(undo).not.toHaveBeenCalled();
  });
});
