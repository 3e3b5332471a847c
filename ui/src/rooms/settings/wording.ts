// Words for what an import found: what a line is about, and why it cannot be taken.
import { t, type WhatView, type LineWhyView, type WordKey } from '../../ipc';

const WHAT: Readonly<Record<WhatView, WordKey>> = {
  pain: 'exchange-what-pain',
  walk: 'exchange-what-walk',
  day: 'exchange-what-day',
  medicine: 'exchange-what-medicine',
  relief: 'exchange-what-relief',
  flare: 'exchange-what-flare',
  factor: 'exchange-what-factor',
  footwear: 'exchange-what-footwear',
  check: 'exchange-what-check',
  question: 'exchange-what-question',
  plan: 'exchange-what-plan',
  plan_review: 'exchange-what-plan-review',
  plan_check_in: 'exchange-what-plan-check-in',
  session: 'exchange-what-session',
  routine: 'exchange-what-routine',
  setting: 'exchange-what-setting',
  guide_mark: 'exchange-what-guide-mark',
  health_flag: 'exchange-what-health-flag',
};

const WHY: Readonly<Record<LineWhyView, WordKey>> = {
  unreadable: 'exchange-why-unreadable',
  too_long: 'exchange-why-too-long',
  unknown_line: 'exchange-why-unknown-line',
  unknown_field: 'exchange-why-unknown-field',
  missing_field: 'exchange-why-missing-field',
  bad_value: 'exchange-why-bad-value',
  names_missing: 'exchange-why-names-missing',
  taken: 'exchange-why-taken',
  empty: 'exchange-why-empty',
  future: 'exchange-why-future',
};

export function whatWords(what: WhatView): string {
  return t(WHAT[what]);
}

export function whyWords(why: LineWhyView, field: string | null): string {
  return t(WHY[why], { field: field ?? '' });
}
