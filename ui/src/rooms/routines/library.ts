// The library of exercises and its filters.
import type { ExerciseCardView, FormCardView } from '../../ipc';
import { minutes } from './wording';

export type Filters = { time: string; position: string; equipment: string; pattern: string };

export const NO_FILTERS: Filters = { time: '', position: '', equipment: '', pattern: '' };

/** What everybody is taken to have. */
const ALWAYS = 'mat';

/** The form of an exercise that goes through all filters, the usual one first; null = none of them does. */
export function fitting(exercise: ExerciseCardView, filters: Filters): FormCardView | null {
  if (filters.pattern !== '' && !exercise.patterns.includes(filters.pattern)) return null;
  return exercise.forms.find((form) => through(form, filters)) ?? null;
}

function through(form: FormCardView, filters: Filters): boolean {
  const needs = form.equipment.filter((one) => one !== ALWAYS);
  return (
    (filters.time === '' || minutes(form) <= Number(filters.time)) &&
    (filters.position === '' || form.position === filters.position) &&
    (filters.equipment === '' ||
      (filters.equipment === 'none' ? needs.length === 0 : needs.includes(filters.equipment)))
  );
}

/** Every value that occurs, each once, in the order of the list. */
export function occurring(exercises: ExerciseCardView[], of: (one: ExerciseCardView) => string[]): string[] {
  return [...new Set(exercises.flatMap(of))];
}
