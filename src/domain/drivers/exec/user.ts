import { type Problem, problem } from '../../shape/problem.js';

/**
 * Users that the operator doesn't let tasks be. A number is the user 0 however it is written; other numbers are
 * matched as they stand, since only the host knows their names.
 */
export function userProblems(driver: string, user: string, denied: readonly string[]): readonly Problem[] {
  const plain = nameOf(user);
  return denied.map(nameOf).includes(plain)
    ? [
        problem(
          'user',
          `is "${user}", which this host does not let tasks be`,
          `${driver}.denied_users says who else`,
        ),
      ]
    : [];
}

/** Without the group that may follow it. */
const nameOf = (user: string): string => {
  const name = user.replace(/:.*$/s, '').replace(/^0+(?=\d+$)/, '');
  return name === '0' ? 'root' : name;
};
