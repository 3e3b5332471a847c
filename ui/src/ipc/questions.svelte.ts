// The questions for the next appointment, which guides and lists of places add to and one screen orders.
import { createContext } from 'svelte';
import { ask, type Outcome } from './ask';
import type { AppState } from './app.svelte';
import { commands, type ErrorCode, type QuestionView } from './bindings';
import { adviceFor } from './errors';
import { Reading } from './reading.svelte';
import { t } from './words';

export const [getQuestions, setQuestions] = createContext<Questions>();

/** What to tell of a change, how to take it back, and where it leads on to. */
export type Told = {
  text: string;
  undo?: () => Promise<void>;
  onward?: { label: string; href: string };
};

function failed(code: ErrorCode): Told {
  return { text: `${t('question-failed')} ${adviceFor(code)}` };
}

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

  /** Takes a question along, or lets go of it where it is taken; gives back what to tell about it. */
  async turn(text: string, guide: string): Promise<Told> {
    const taken = this.find(text);
    if (taken) {
      const outcome = await this.drop(taken.id);
      if (!outcome.ok) return failed(outcome.code);
      return { text: t('question-dropped-toast'), undo: async () => void (await this.restore(taken.id)) };
    }
    const outcome = await this.add(text, guide);
    if (!outcome.ok)
      return outcome.field === 'questions' ? { text: t('question-full') } : failed(outcome.code);
    const step = outcome.data.lastStep;
    return {
      text: t('question-added-toast'),
      undo: async () => void (await this.takeBack(step)),
      onward: { label: t('question-see'), href: '#/questions' },
    };
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
