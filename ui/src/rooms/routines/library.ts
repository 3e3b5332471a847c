// The library of exercises and its filters.
import type { ExerciseCardView } from '../../ipc';
import { minutes } from './wording';

export type Filters = { time: string; position: string; equipment: string; pattern: string };

export const NO_FILTERS: Filters = { time: '', position: '', equipment: '', pattern: '' };

/** What everybody is taken to have. */
const ALWAYS = 'mat';

export function matches(exercise: ExerciseCardView, filters: Filters): boolean {
  const needs = exercise.equipment.filter((one) => one !== ALWAYS);
  return (
    (filters.time === '' || minutes(exercise.dose) <= Number(filters.time)) &&
    (filters.position === '' || exercise.position === filters.position) &&
    (filters.equipment === '' ||
      (filters.equipment === 'none' ? needs.length === 0 : needs.includes(filters.equipment))) &&
    (filters.pattern === '' || exercise.patterns.includes(filters.pattern))
  );
}

/** Every value that occurs, each once, in the order of the list. */
export function occurring(exercises: ExerciseCardView[], of: (one: ExerciseCardView) => string[]): string[] {
  return [...new Set(exercises.flatMap(of))];
}
