// The questions for the next appointment, which guides and lists of places add to and one screen orders.
import { createContext } from 'svelte';
import { ask, type Outcome } from './ask';
import type { AppState } from './app.svelte';
import { commands, type QuestionView } from './bindings';
import { Reading } from './reading.svelte';

export const [getQuestions, setQuestions] = createContext<Questions>();

/** The list, shared by all screens; read by the first that shows something of it. */
export class Questions {
  readonly list = new Reading(() => commands.questionsList());
  readonly #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  get all(): QuestionView[] {
    return this.list.data ?? [];
  }

  load(): Promise<void> {
    return this.list.load();
  }

  /** The question with these words, whoever wrote them. */
  find(text: string): QuestionView | undefined {
    const key = text.trim().toLowerCase();
    return this.all.find((one) => one.text.toLowerCase() === key);
  }

  add(text: string, guide: string | null): Promise<Outcome<QuestionView>> {
    return this.#after(ask(commands.questionsAdd({ text, guide })));
  }

  word(id: string, text: string): Promise<Outcome<QuestionView>> {
    return this.#after(ask(commands.questionsWord(id, text)));
  }

  tick(id: string, done: boolean): Promise<Outcome<QuestionView>> {
    return this.#after(ask(commands.questionsTick(id, done)));
  }

  move(id: string, to: number): Promise<Outcome<QuestionView>> {
    return this.#after(ask(commands.questionsMove(id, to)));
  }

  drop(id: string): Promise<Outcome<unknown>> {
    return this.#after(ask(commands.historyDelete({ kind: 'question', id })));
  }

  restore(id: string): Promise<Outcome<unknown>> {
    return this.#after(ask(commands.historyRestore({ kind: 'question', id })));
  }

  /** Takes back one step of the log. */
  takeBack(step: number): Promise<Outcome<unknown>> {
    return this.#after(ask(commands.historyUndo(step)));
  }

  async #after<T>(change: Promise<Outcome<T>>): Promise<Outcome<T>> {
    const outcome = await change;
    // Who shows the list reads it anew when the diary has changed; it is there before the answer is.
    this.#app.changed('diary');
    await this.list.load();
    return outcome;
  }
}
