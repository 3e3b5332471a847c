// What the build makes of a catalogue of words: its messages, read already (see vite.config.ts).
declare module '*.ftl' {
  import type { FluentResource } from '@fluent/bundle';

  const body: FluentResource['body'];
  export default body;
}
