// How the front end is built and tested; the window loads what lands in dist, with no inline script or style.
import { FluentResource } from '@fluent/bundle';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Names the piece with the first screen in the page, so that it is read while its question is on the way. */
const firstScreenEarly: Plugin = {
  name: 'first-screen-early',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle }) =>
      Object.values(bundle ?? {})
        .filter((it) => it.type === 'chunk' && it.isDynamicEntry && it.name === 'open')
        .map((it) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${it.fileName}` },
          injectTo: 'head',
        })),
  },
};

/** Reads the catalogue of words while building; a start that parsed it would show its first screen 10 ms later. */
const wordsReadEarly: Plugin = {
  name: 'words-read-early',
  load: {
    filter: { id: /\.ftl$/ },
    handler: (id) => {
      const { body } = new FluentResource(readFileSync(id, 'utf8'));
      // A text that is parsed is taken in faster than a program that builds the same.
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(body))});`;
    },
  },
};

export default defineConfig({
  plugins: [svelte(), firstScreenEarly, wordsReadEarly],
  clearScreen: false,
  server: {
    port: 5173,
    strictPort: true,
    fs: { allow: [fileURLToPath(new URL('..', import.meta.url))] },
  },
  // Under vitest the browser build of Svelte is needed, or `mount` is the one for servers.
  ...(process.env.VITEST ? { resolve: { conditions: ['browser'] } } : {}),
  build: {
    target: ['es2022', 'safari17'],
    outDir: 'dist',
    emptyOutDir: true,
    // A data: address would be refused by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One sheet for all: a screen that is read later must not wait for its style.
    cssCodeSplit: false,
    reportCompressedSize: true,
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
  },
});
