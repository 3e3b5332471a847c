// The choices of the person: two made at once are both kept.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppState, stateWithoutAnswer } from './app.svelte';
import { commands } from './bindings';

afterEach(() => vi.restoreAllMocks());

describe('choices', () => {
  it('made in quick succession do not undo each other', async () => {
    vi.spyOn(commands, 'settingsSave').mockImplementation(async (data) => {
      await Promise.resolve();
      return { status: 'ok', data };
    });
    const app = new AppState(stateWithoutAnswer());
    await Promise.all([app.choose({ pace: 'weekly' }), app.choose({ pausedUntil: '2026-12-06' })]);
    expect(app.settings).toMatchObject({ pace: 'weekly', pausedUntil: '2026-12-06' });
  });

  it('that could not be kept do not stop the next one', async () => {
    vi.spyOn(commands, 'settingsSave').mockRejectedValueOnce(new Error('gone'));
    const app = new AppState(stateWithoutAnswer());
    expect(await app.choose({ pace: 'weekly' })).toBe('unexpected');
    vi.spyOn(commands, 'settingsSave').mockImplementation((data) => Promise.resolve({ status: 'ok', data }));
    expect(await app.choose({ pace: 'monthly' })).toBeNull();
    expect(app.settings.pace).toBe('monthly');
  });
});
