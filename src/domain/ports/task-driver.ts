import type { DriverCapabilities } from '../model/driver-capabilities.js';
import type { ExecSession, ExecWish } from '../model/exec.js';
import type { Exit } from '../model/exit.js';
import type { Attempt, TaskHandle } from '../model/handle.js';
import type {
  Instance,
  KeptSoFar,
  LogItem,
  LogPosition,
  RuntimeDescription,
  Usage,
} from '../model/instance.js';
import type { Mounting } from '../model/mounting.js';
import type { PullProgress } from '../model/pull.js';
import type { SignalName } from '../model/signals.js';
import type { TaskRequest } from '../model/task-request.js';
import type { StopPolicy } from '../model/stop-policy.js';
import type { JsonObject } from '../shared/json.js';
import type { Problem } from '../shape/problem.js';
import type { Answer } from './runtime.js';

/**
 * The driving port: what an agent, a command line or a Nomad plugin calls to run tasks of one driver.
 *
 * Every call answers and never rejects; one that is aborted answers with a fault. A start that fails, or is aborted,
 * has left nothing on the host, or says what is left and keeps a removal pending.
 */
export interface TaskDriver {
  readonly name: string;
  readonly capabilities: DriverCapabilities;

  /** Whether tasks can run, and facts about it. Reads only. */
  fingerprint(signal: AbortSignal): Answer<RuntimeDescription>;

  /** Everything that is wrong with a task's config, at once. Pure: makes no call. References to the run time are accepted. */
  validate(config: JsonObject, portLabels: readonly string[]): readonly Problem[];

  /**
   * What tasks of a config mount beside their volumes; without a request, as far as it can be told without a host. Pure.
   * Absent: they see the host as it is.
   */
  readonly mounting?: ((config: JsonObject, request?: TaskRequest) => Mounting) | undefined;

  /** What would be made, in the driver's own words, with nothing made. Pure. */
  plan(request: TaskRequest): PlannedTask;

  /**
   * Makes and starts the task; has an image fetched first where there is one. Never makes it beside what is left of an
   * earlier attempt: that is waited for, and `conflict` when it does not go.
   */
  start(request: TaskRequest, report: StartReport, signal: AbortSignal): Answer<TaskHandle>;

  /**
   * What a start made whose answer nobody heard: the handle of what carries the attempt's token and runs, or has run.
   * Reads only. `not-found` when nothing does.
   */
  find(attempt: Attempt, signal: AbortSignal): Answer<TaskHandle>;

  /**
   * Has taken off the host whatever carries the attempt's token or comes to: later, until lists prove that nothing does. The
   * task's next start waits for that.
   */
  discard(attempt: Attempt): void;

  /** The task as it is now; `not-found` when nothing of it is on the host. */
  inspect(handle: TaskHandle, signal: AbortSignal): Answer<Instance>;

  /** Answers once the task has ended, with how. */
  wait(handle: TaskHandle, signal: AbortSignal): Answer<Exit>;

  /** What the task prints; see the runtime's `logs`. */
  logs(
    handle: TaskHandle,
    after: LogPosition | undefined,
    signal: AbortSignal,
    kept?: KeptSoFar,
  ): AsyncIterable<LogItem>;

  /** Signal, wait, kill, verify. Succeeds when the task has ended or isn't there. */
  stop(handle: TaskHandle, policy: StopPolicy, signal: AbortSignal): Answer<undefined>;

  signal(handle: TaskHandle, name: SignalName, signal: AbortSignal): Answer<undefined>;

  stats(handle: TaskHandle, signal: AbortSignal): Answer<Usage>;

  /** Runs a command beside the task; see the runtime's `exec`. */
  exec(handle: TaskHandle, wish: ExecWish, signal: AbortSignal): Answer<ExecSession>;

  /** Takes everything of the task off the host. Succeeds when nothing is there. */
  destroy(handle: TaskHandle, signal: AbortSignal): Answer<undefined>;
}

export type PlannedTask =
  | { readonly ok: true; readonly kind: 'container' | 'process'; readonly spec: object }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface StartReport {
  readonly onPull: (image: string, progress: PullProgress | undefined) => void;
  readonly onPulled: (image: string) => void;
}
