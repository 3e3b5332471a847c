// Setting and changing what opens the diary: which questions are asked, one after the other, and what came of them.
import {
  ask,
  commands,
  Following,
  secretFrom,
  t,
  type Answer,
  type ErrorCode,
  type LockView,
} from '../../ipc';

/** What is to be done. */
export type Task = 'on' | 'change' | 'code' | 'rekey' | 'off';

/** Fewest characters of a passphrase, as the back end has it. */
const CHARS_MIN = 8;

/** One task from its first question to its end. */
export class LockTask {
  readonly task: Task;
  step = $state<'words' | 'code'>('words');
  old = $state('');
  words = $state('');
  again = $state('');
  remember = $state(false);
  /** The new recovery code, once it is to be written down. */
  code = $state('');
  /** Its last five characters, as they were copied from the paper. */
  tail = $state('');
  readonly work = new Following();
  failed = $state.raw<ErrorCode | null>(null);
  wrong = $state.raw<{ old?: string; words?: string; again?: string; tail?: string }>({});

  constructor(task: Task) {
    this.task = task;
  }

  get working() {
    return this.work.working;
  }

  get asksOld() {
    return this.task !== 'on';
  }

  get asksNew() {
    return this.task === 'on' || this.task === 'change' || this.task === 'rekey';
  }

  get givesCode() {
    return this.task === 'on' || this.task === 'code' || this.task === 'rekey';
  }

  /** Goes on; answers with how the lock stands when the task is done, else with null. */
  async next(): Promise<LockView | null> {
    if (this.working) return null;
    this.failed = null;
    this.wrong = this.#wrong();
    if (Object.keys(this.wrong).length > 0) return null;
    if (this.step === 'words' && this.givesCode) {
      const outcome = await ask(commands.lockCode());
      if (!outcome.ok) this.failed = outcome.code;
      else {
        this.code = outcome.data;
        this.step = 'code';
      }
      return null;
    }
    const outcome = await this.work.run(() => ask(this.#call()));
    if (outcome.ok) {
      this.clear();
      return outcome.data;
    }
    if (outcome.code === 'wrong_secret' || (outcome.code === 'invalid' && outcome.field === 'code')) {
      this.wrong = { old: t('lock-words-wrong') };
      this.step = 'words';
    } else this.failed = outcome.code;
    return null;
  }

  /** Leaves nothing secret in the page. */
  clear() {
    this.old = this.words = this.again = this.code = this.tail = '';
  }

  #wrong() {
    const wrong: LockTask['wrong'] = {};
    if (this.step === 'code') {
      const typed = this.tail.replace(/[\s-]/g, '').toUpperCase();
      if (typed !== this.code.slice(-5)) wrong.tail = t('lock-tail-wrong');
      return wrong;
    }
    if (this.asksOld && this.old === '') wrong.old = t('lock-words-missing');
    if (this.asksNew && [...this.words].length < CHARS_MIN) wrong.words = t('lock-words-short');
    else if (this.asksNew && this.words !== this.again) wrong.again = t('lock-again-wrong');
    return wrong;
  }

  #call(): Promise<Answer<LockView>> {
    const secret = secretFrom(this.old);
    switch (this.task) {
      case 'on':
        return commands.lockTurnOn(this.words, this.code, this.remember);
      case 'change':
        return commands.lockChange(secret, this.words);
      case 'code':
        return commands.lockChangeCode(secret, this.code);
      case 'rekey':
        return commands.lockRekey(secret, this.words, this.code);
      case 'off':
        return commands.lockTurnOff(secret);
    }
  }
}
