// The rules of the front end that a compiler does not know: the tiers, and no way to turn text into markup.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const ROOMS = [
  'diary',
  'check',
  'routines',
  'guides',
  'places',
  'plan',
  'questions',
  'reminders',
  'settings',
];

/** Imports nobody but `ipc/` may have. */
const shell = {
  group: ['@tauri-apps/*'],
  message: 'Only src/ipc talks to the window; import from it instead.',
};

/** The ban on the given import patterns, beside the one that always holds. */
function tier(files, group, message) {
  return {
    files,
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [shell, { group, message }] }] },
  };
}

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'src/ipc/bindings.ts', 'src/ipc/words.gen.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      // Every route is a hash inside one page; there is no SvelteKit router to resolve against.
      'svelte/no-navigation-without-resolve': 'off',
      'no-restricted-imports': ['error', { patterns: [shell] }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc)$/]',
          message: 'Text never becomes markup here; use elements, or the Picture component for drawings.',
        },
        {
          selector: 'CallExpression[callee.object.name="document"][callee.property.name=/^write(ln)?$/]',
          message: 'Text never becomes markup here.',
        },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  { files: ['scripts/**', '*.config.*', 'tests/**'], languageOptions: { globals: globals.node } },
  tier(['src/kit/**'], ['../*', '../../*'], 'kit knows nothing of ours: pass it in as a property.'),
  ...ROOMS.map((room) =>
    tier(
      [`src/rooms/${room}/**`],
      [
        '**/views/**',
        '**/App.svelte',
        ...ROOMS.filter((other) => other !== room).map((other) => `../${other}/**`),
      ],
      'A room imports kit, ipc and itself.',
    ),
  ),
  tier(['src/views/**'], ['**/App.svelte'], 'A view is shown by App and does not know it.'),
  {
    files: ['src/ipc/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['../kit/**', '../rooms/**', '../views/**'], message: 'ipc is below all screens.' },
          ],
        },
      ],
    },
  },
);
