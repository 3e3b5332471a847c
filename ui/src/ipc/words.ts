// Every word of the interface: the Fluent catalogue, and `t` to say one of its messages.
import { FluentBundle, type FluentVariable } from '@fluent/bundle';
import body from '../../../assets/strings/en.ftl';
import type { WordKey } from './words.gen';

export type { WordKey } from './words.gen';

// Isolation marks would end up in what is copied and in what a screen reader spells out.
const bundle = new FluentBundle('en', { useIsolating: false });
bundle.addResource({ body });

/** The message in the person's language, with its variables filled in. */
export function t(key: WordKey, variables?: Record<string, FluentVariable>): string {
  const pattern = bundle.getMessage(key)?.value;
  if (pattern === undefined || pattern === null) throw new Error(`no words for ${key}`);
  return bundle.formatPattern(pattern, variables);
}
