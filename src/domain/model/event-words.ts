import type { Happening } from './event.js';
import { describeExit } from './exit.js';
import { formatDuration } from '../shared/duration.js';

/** What happened to a task, in words; undefined when it is not worth a line. How a pull goes on is told elsewhere. */
export function eventWords(what: Happening): string | undefined {
  switch (what.type) {
    case 'received':
    case 'pulling':
      return undefined;
    case 'pulled':
      return `pulled ${what.image}`;
    case 'started':
      return 'started';
    case 'start-failed':
      return withRemedy(`did not start: ${what.message}`, what.remedy);
    case 'exited':
      return `exited: ${describeExit(what.exit)}`;
    case 'restarting':
      return `restarting in ${formatDuration(what.delayMs)}: ${what.why}`;
    case 'not-restarting':
      return `not restarting: ${what.why}`;
    case 'stopping':
      return `stopping: ${what.why}`;
    case 'killing':
      return 'killing';
    case 'stuck':
      return `stuck: ${what.message}`;
    case 'warning':
      return `warning: ${what.message}`;
  }
}

/** A failure, and below it what a person can do about it. */
export const withRemedy = (message: string, remedy: string | undefined): string =>
  remedy === undefined ? message : `${message}\n  ${remedy}`;

/** Whether somebody should look at it. */
export const isBad = (what: Happening): boolean =>
  what.type === 'start-failed' ||
  what.type === 'stuck' ||
  what.type === 'warning' ||
  what.type === 'not-restarting';
