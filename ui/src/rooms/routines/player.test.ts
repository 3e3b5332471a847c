// The keys of the player.
import { describe, expect, it } from 'vitest';
import type { PlayerView } from '../../ipc';
import { inputOf } from './player.svelte';

function standing(change: Partial<PlayerView>): PlayerView {
  return {
    standing: 'running',
    phase: 'hold',
    begun: true,
    easier: null,
    harder: null,
    ...change,
  } as PlayerView;
}

describe('the keys of the player', () => {
  it('pause, go on, skip and go back', () => {
    expect(inputOf(' ', standing({}))).toBe('toggle');
    expect(inputOf('ArrowRight', standing({}))).toBe('skip');
    expect(inputOf('ArrowLeft', standing({}))).toBe('back');
    expect(inputOf('X', standing({}))).toBe('hurts');
  });

  it('go on from what has no clock', () => {
    expect(inputOf(' ', standing({ phase: 'open' }))).toBe('skip');
    expect(inputOf(' ', standing({ phase: 'open', standing: 'paused' }))).toBe('toggle');
  });

  it('ask for another form only where there is one', () => {
    expect(inputOf('e', standing({}))).toBeNull();
    expect(inputOf('e', standing({ easier: { title: 'Sitting' } }))).toBe('easier');
    expect(inputOf('h', standing({ harder: { title: 'High' } }))).toBe('harder');
  });

  it('mean nothing once it is over, nor are other keys theirs', () => {
    expect(inputOf(' ', standing({ standing: 'over' }))).toBeNull();
    expect(inputOf('q', standing({}))).toBeNull();
  });
});
