// Svelte as the compiler and the checker see it: runes only, so that no component falls back to the old reactivity.
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  // The libraries under node_modules set their own mode.
  compilerOptions: { runes: undefined },
};
