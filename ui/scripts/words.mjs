// Writes src/ipc/words.gen.ts: the ids of all messages in assets/strings/en.ftl as a union type, sorted, one per line.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../../assets/strings/en.ftl', import.meta.url));
const target = fileURLToPath(new URL('../src/ipc/words.gen.ts', import.meta.url));

/** The ids in the order of their code points, so that every machine writes the same file. */
export function messageIds(ftl) {
  const ids = [...ftl.matchAll(/^([a-zA-Z][a-zA-Z0-9_-]*) *=/gm)].map((match) => match[1]);
  return [...new Set(ids)].sort((a, b) => (a < b ? -1 : 1));
}

/** The text of the generated file. */
export function wordsFile(ftl) {
  const head = '// Every message id of assets/strings/en.ftl. Written by `npm run words`; do not edit.\n';
  return `${head}export type WordKey =\n${messageIds(ftl)
    .map((id) => `  | '${id}'`)
    .join('\n')};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(target, wordsFile(readFileSync(source, 'utf8')));
}
