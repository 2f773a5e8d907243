import type { Lifecycle } from '../model/job.js';
import type { TaskOutcome } from '../model/report.js';

/**
 * Which tasks of a group to start and which to stop now.
 *
 * Order of start, as in Nomad: prestart tasks; main tasks once ephemeral prestart tasks have succeeded and prestart
 * sidecars run; poststart tasks once all main tasks run; poststop tasks once all others have ended. Order of stop: the
 * leader alone, then all that aren't sidecars, then sidecars; poststop tasks are never stopped but by a kill.
 */
export function decideGroup(tasks: readonly TaskStatus[], intent: GroupIntent): GroupPlan {
  const lasting = tasks.filter(({ role }) => role.hook !== 'poststop');
  const poststop = tasks.filter(({ role }) => role.hook === 'poststop');
  const why = reasonToStop(lasting, intent);
  const plan = (start: readonly TaskStatus[], stop: readonly TaskStatus[]): GroupPlan => ({
    start: start.map(({ name }) => name),
    stop: stop.filter(({ stopping }) => !stopping).map(({ name }) => name),
    why: why ?? '',
    finished: start.length === 0 && !tasks.some(isActive),
  });
  if (intent === 'kill') return plan([], tasks.filter(isActive));
  if (why === undefined) return plan(toStart(lasting), []);
  if (lasting.some(isActive)) return plan([], toStop(lasting));
  return plan(lasting.some(({ ran }) => ran) ? poststop.filter(isWaiting) : [], []);
}

/** `stop`: in order, with time to end. `kill`: all at once, nothing more is started. */
export type GroupIntent = 'run' | 'stop' | 'kill';

export interface TaskStatus {
  readonly name: string;
  readonly role: Lifecycle;
  readonly leader: boolean;
  /** `starting` also while it waits to be started again. */
  readonly phase: 'waiting' | 'starting' | 'running' | 'ended';
  /** Undefined until it has ended. */
  readonly outcome: TaskOutcome | undefined;
  /** Whether it has ever run. */
  readonly ran: boolean;
  /** Whether it has been told to stop. */
  readonly stopping: boolean;
}

export interface GroupPlan {
  readonly start: readonly string[];
  readonly stop: readonly string[];
  /** Why tasks are stopped, in words that follow the task's name. */
  readonly why: string;
  /** Nothing runs and nothing is to be started any more. */
  readonly finished: boolean;
}

function reasonToStop(lasting: readonly TaskStatus[], intent: GroupIntent): string | undefined {
  if (intent !== 'run') return 'asked to stop';
  const failed = lasting.find(({ outcome }) => outcome === 'failed' || outcome === 'not-started');
  if (failed !== undefined) return `task ${failed.name} failed`;
  const leader = lasting.find((task) => task.leader && task.phase === 'ended');
  if (leader !== undefined) return `leader ${leader.name} ended`;
  const ending = lasting.filter(({ role }) => !role.sidecar);
  const done = ending.length > 0 && ending.every(({ phase }) => phase === 'ended');
  return done ? 'the tasks beside it ended' : undefined;
}

function toStart(lasting: readonly TaskStatus[]): readonly TaskStatus[] {
  const of = (hook: Lifecycle['hook']): readonly TaskStatus[] =>
    lasting.filter(({ role }) => role.hook === hook);
  const prepared = of('prestart').every(({ role, phase, outcome }) =>
    role.sidecar ? phase === 'running' : outcome === 'complete',
  );
  const up =
    prepared && of('main').every(({ phase, outcome }) => phase === 'running' || outcome === 'complete');
  return [...of('prestart'), ...(prepared ? of('main') : []), ...(up ? of('poststart') : [])].filter(
    isWaiting,
  );
}

function toStop(lasting: readonly TaskStatus[]): readonly TaskStatus[] {
  const active = lasting.filter(isActive);
  const leader = active.filter((task) => task.leader);
  const ending = active.filter(({ role }) => !role.sidecar);
  return [leader, ending, active].find((some) => some.length > 0) ?? [];
}

const isActive = ({ phase }: TaskStatus): boolean => phase === 'starting' || phase === 'running';
const isWaiting = ({ phase }: TaskStatus): boolean => phase === 'waiting';
