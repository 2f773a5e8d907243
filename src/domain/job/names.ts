import { type Problem, problem } from '../shape/problem.js';

/** Items whose key an earlier item has; each key once. */
export function repeated<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const keys = items.map(keyOf);
  return items.filter((_, index) => {
    const earlier = keys.slice(0, index).filter((key) => key === keys[index]);
    return earlier.length === 1;
  });
}

export const nameProblems = (path: string, name: string): readonly Problem[] => [
  ...(name.trim() === '' ? [problem(path, 'must not be empty')] : []),
  ...(name.includes('\0') ? [problem(path, 'must not hold a NUL character')] : []),
];

/** A task's name is that of its directory, beside the one that the group shares. */
export const taskNameProblems = (path: string, name: string): readonly Problem[] => [
  ...nameProblems(path, name),
  ...(/[/\\]/.test(name)
    ? [problem(path, 'must not hold a slash or a backslash: it names a directory')]
    : []),
  ...(['alloc', '.', '..'].includes(name)
    ? [problem(path, `must not be "${name}", which is the name of another directory`)]
    : []),
];
