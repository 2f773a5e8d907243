import type { Happening } from '../../domain/model/event.js';
import { type Exit, isSuccess } from '../../domain/model/exit.js';
import type { Attempt, TaskHandle, VolumeBefore } from '../../domain/model/handle.js';
import type { AttemptToken, Instant } from '../../domain/model/ids.js';
import type { Instance } from '../../domain/model/instance.js';
import type { Task } from '../../domain/model/job.js';
import type { TaskRequest } from '../../domain/model/task-request.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { TaskDriver } from '../../domain/ports/task-driver.js';
import type { TaskStore } from '../../domain/ports/task-store.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import type { RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { ReopenPolicy } from './follow-output.js';
import type { GroupNetworking, Membership } from './network/group-network.js';
import type { MadeNetwork } from './network/networks.js';
import type { LeftMounts } from './left-mounts.js';
import { onAbort } from './on-abort.js';
import type { DrainPolicy } from './pump-output.js';
import { steadfast } from './steadfast.js';
import { TaskEnding } from './task-ending.js';
import { type OutputParts, type PrintingTask, startOutput } from './task-output.js';
import type { Sight, TaskSights } from './task-sights.js';

export interface AttemptParts extends OutputParts {
  /** A fault when there is none. */
  readonly driverOf: (name: string) => Result<TaskDriver, RuntimeFault>;
  /** Why none may be started just now; undefined: it may. */
  readonly refusal: (driver: string) => RuntimeFault | undefined;
  /** Everything resolved anew, since a new attempt has a new token and the host may have changed. */
  readonly request: (task: Task, network: MadeNetwork | undefined) => Answer<TaskRequest>;
  readonly network: GroupNetworking;
  readonly sights: TaskSights;
  readonly store: Pick<TaskStore, 'intend' | 'remember' | 'forget'>;
  readonly leftMounts: Pick<LeftMounts, 'before' | 'after'>;
  readonly policy: AttemptPolicy;
  /** Aborts when whoever runs the tasks leaves them: what runs goes on, and nothing of it is touched any more. */
  readonly leaving: AbortSignal;
}

export interface AttemptPolicy extends DrainPolicy, ReopenPolicy {
  /** Milliseconds from the kill until a task counts as stuck. */
  readonly verifyMs: number;
  /** Milliseconds before something that could not be written down is written again. */
  readonly rewriteMs: number;
}

export interface AttemptControl {
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
  readonly onRunning: (handle: TaskHandle, since: 'now' | 'before') => void;
  /** The host does not say what the task does. */
  readonly onUnknown: (why: string) => void;
  /** The attempt has ended. Nothing of it is taken off the host before this resolves. */
  readonly onExit: (exit: Exit, handle: TaskHandle) => Promise<void>;
  readonly tell: (what: Happening) => void;
  /** Ends the attempt in its own time, to be followed by another, whatever the policy says. */
  readonly renew: (why: string) => void;
}

/** What is known of a task's last attempts when an agent before this one made them. */
export interface KnownAttempts {
  readonly handle: TaskHandle | undefined;
  /** Those that were intended, the earliest first. */
  readonly attempts: readonly Attempt[];
  /** How the last one ended, when that is known. */
  readonly exit: Exit | undefined;
}

/** Makes attempts of tasks: each from its token to the proof that nothing of it is left. */
export class TaskAttempts {
  readonly #parts: AttemptParts;
  /** When the last attempt of each task was intended. */
  readonly #intended = new Map<string, Instant>();
  /** In which attempts may leave mounts, by their token. */
  readonly #volumes = new Map<AttemptToken, readonly VolumeBefore[]>();

  constructor(parts: AttemptParts) {
    this.#parts = parts;
  }

  /** Answers with how the task ended, or why it did not start. Nothing of the attempt is left on the host then. */
  async make(task: Task, control: AttemptControl): Answer<Exit> {
    const { refusal } = this.#parts;
    const driver = this.#parts.driverOf(task.driver);
    if (!driver.ok) return driver;
    const refused = refusal(task.driver);
    if (refused !== undefined) return err(refused);
    const member = await this.#parts.network.join(control.stop);
    if (!member.ok) return member;
    return this.#asMember(member.value, control, (inIt, heedLoss) => {
      heedLoss();
      return this.#makeIn(member.value.network, { driver: driver.value, task }, inIt);
    });
  }

  async #makeIn(
    network: MadeNetwork | undefined,
    { driver, task }: Omit<PrintingTask, 'handle'>,
    control: AttemptControl,
  ): Answer<Exit> {
    const { store } = this.#parts;
    const request = await this.#parts.request(task, network);
    if (!request.ok) return request;
    const { alloc, attempt: token } = request.value.identity;
    const volumes = await this.#parts.leftMounts.before(request.value, driver);
    if (!volumes.ok) return volumes;
    this.#remember(token, volumes.value);
    const intended = await store.intend({
      token,
      alloc,
      task: task.name,
      driver: driver.name,
      intendedAt: this.#intendNow(task),
      ...(volumes.value.length === 0 ? {} : { volumes: volumes.value }),
    });
    if (!intended.ok) return intended;
    const started = await driver.start(request.value, pullReport(control), control.stop);
    if (!started.ok) {
      await this.#clearMounts(token, control);
      return started;
    }
    const attempt = { driver, handle: started.value, task };
    return ok(await this.#remembering(started.value, control, () => this.#follow(attempt, 'now', control)));
  }

  /** Goes on with the attempt that runs, or has ended meanwhile. Undefined: nothing came of any, nor will. */
  async takeUp(task: Task, known: KnownAttempts, control: AttemptControl): Answer<Exit | undefined> {
    const found = this.#parts.driverOf(task.driver);
    if (!found.ok) return found;
    const driver = found.value;
    this.#recall(task, known.attempts);
    const handle = known.handle ?? (await this.#found(driver, known, control));
    for (const attempt of known.attempts) if (attempt.token !== handle?.attempt) driver.discard(attempt);
    if (handle === undefined) return ok(known.exit);
    return this.#asMember(this.#parts.network.rejoin(), control, async (inIt, heedLoss) => {
      const goOn = async (): Promise<Exit> => {
        if (known.exit !== undefined) return this.#takeOff({ driver, handle, task }, known.exit, inIt);
        return this.#goOn({ driver, handle, task }, inIt, heedLoss);
      };
      return ok(await (known.handle === undefined ? this.#remembering(handle, inIt, goOn) : goOn()));
    });
  }

  /**
   * Whose network is lost begins anew; who could not start in it may have met that first. What ended well before that was
   * heeded does not.
   */
  async #asMember<T>(
    member: Membership,
    control: AttemptControl,
    act: (control: AttemptControl, heedLoss: () => void) => Answer<T>,
  ): Answer<T> {
    const over = new AbortController();
    const onLost = (): void => {
      control.renew('its network was lost');
    };
    const onExit: AttemptControl['onExit'] = (exit, handle) => {
      if (isSuccess(exit)) over.abort();
      return control.onExit(exit, handle);
    };
    const done = await act({ ...control, onExit }, () => {
      onAbort(member.lost, over.signal, onLost);
    });
    if (!done.ok) await member.check();
    over.abort();
    member.leave();
    return done;
  }

  async #goOn(attempt: PrintingTask, control: AttemptControl, heedLoss: () => void): Promise<Exit> {
    const { driver, handle } = attempt;
    const sight = await this.#parts.sights.of(driver, handle, control);
    if (!endedWell(sight)) heedLoss();
    if (sight === 'untold') return this.#follow(attempt, 'before', control);
    if (!('gone' in sight))
      return this.#follow({ ...attempt, handle: withPid(handle, sight) }, 'before', control);
    const exit: Exit = { kind: 'unknown', why: sight.gone, oom: false };
    await control.onExit(exit, handle);
    return this.#takeOff(attempt, exit, control);
  }

  /** What an attempt made of which no more than its intention was written down. */
  async #found(
    driver: TaskDriver,
    { attempts, exit }: KnownAttempts,
    control: AttemptControl,
  ): Promise<TaskHandle | undefined> {
    if (exit !== undefined) return undefined;
    return this.#parts.sights.find(driver, attempts, control.onUnknown);
  }

  /** After all of the task's attempts before, also when the clock was set back meanwhile: the last one is told by it. */
  #intendNow({ name }: Task): Instant {
    const after = (this.#intended.get(name) ?? -Infinity) + 1;
    const intendedAt = Math.max(this.#parts.clock.now(), after) as Instant;
    this.#intended.set(name, intendedAt);
    return intendedAt;
  }

  async #follow(attempt: PrintingTask, since: 'now' | 'before', control: AttemptControl): Promise<Exit> {
    const exit = await this.#live(attempt, since, control);
    await control.onExit(exit, attempt.handle);
    return this.#takeOff(attempt, exit, control);
  }

  #recall({ name }: Task, attempts: readonly Attempt[]): void {
    for (const { token, intendedAt, volumes = [] } of attempts) {
      this.#intended.set(name, intendedAt);
      this.#remember(token, volumes);
    }
  }

  #remember(token: AttemptToken, volumes: readonly VolumeBefore[]): void {
    if (volumes.length > 0) this.#volumes.set(token, volumes);
  }

  async #clearMounts(token: AttemptToken, { tell }: AttemptControl): Promise<void> {
    const volumes = this.#volumes.get(token);
    this.#volumes.delete(token);
    const message = volumes && (await this.#parts.leftMounts.after({ token, volumes }));
    if (message !== undefined) tell({ type: 'warning', message });
  }

  async #takeOff({ driver, handle }: PrintingTask, exit: Exit, control: AttemptControl): Promise<Exit> {
    const destroyed = await driver.destroy(handle, steadfast());
    if (destroyed.ok) await this.#clearMounts(handle.attempt, control);
    // What can't be forgotten is forgotten with the next attempt, or looked for in vain by the next agent.
    if (destroyed.ok) await this.#parts.store.forget(handle.alloc, handle.task);
    else control.tell({ type: 'warning', message: `is still on the host: ${destroyed.error.message}` });
    return exit;
  }

  /** What can't be remembered is found by its token, and so goes on. It is tried again until the attempt is over. */
  async #remembering(
    handle: TaskHandle,
    { tell }: AttemptControl,
    follow: () => Promise<Exit>,
  ): Promise<Exit> {
    const over = new AbortController();
    const remembered = await this.#parts.store.remember(handle);
    if (!remembered.ok) {
      tell({ type: 'warning', message: `is not written down yet: ${remembered.error.message}` });
      void this.#rememberAgain(handle, over.signal);
    }
    const exit = await follow();
    over.abort();
    return exit;
  }

  async #rememberAgain(handle: TaskHandle, over: AbortSignal): Promise<void> {
    const { store, clock, policy } = this.#parts;
    for (;;) {
      await clock.sleep(policy.rewriteMs, over);
      if (over.aborted || (await store.remember(handle)).ok) return;
    }
  }

  async #live(
    { driver, handle, task }: PrintingTask,
    since: 'now' | 'before',
    control: AttemptControl,
  ): Promise<Exit> {
    const { clock, policy } = this.#parts;
    const pump = await startOutput({ driver, handle, task }, this.#parts, (message) => {
      control.tell({ type: 'warning', message: `its output is no longer kept: ${message}` });
    });
    control.onRunning(handle, since);
    const hopeless = new AbortController();
    const ending = new TaskEnding({ driver, handle, task, clock, verifyMs: policy.verifyMs }, (message) => {
      control.tell({ type: 'stuck', message });
      hopeless.abort();
    });
    ending.follow(control);
    const { leaving } = this.#parts;
    const ended = await driver.wait(handle, AbortSignal.any([hopeless.signal, leaving]));
    ending.forget();
    if (leaving.aborted) return pump.leave();
    const enough = AbortSignal.any([control.kill, hopeless.signal]);
    if (!(await pump.drain(policy, enough)) && !enough.aborted)
      control.tell({ type: 'warning', message: 'some of its output may be missing: its end did not come' });
    return ended.ok ? ended.value : { kind: 'unknown', why: 'it could not be killed', oom: false };
  }
}

const endedWell = (sight: Sight): boolean =>
  typeof sight === 'object' &&
  'state' in sight &&
  sight.state.phase === 'exited' &&
  isSuccess(sight.state.exit);

const withPid = (handle: TaskHandle, { state }: Instance): TaskHandle =>
  state.phase === 'running' ? { ...handle, pid: state.pid } : handle;

const pullReport = ({ tell }: AttemptControl): Parameters<TaskDriver['start']>[1] => ({
  onPull: (image, progress) => {
    tell({ type: 'pulling', image, progress });
  },
  onPulled: (image) => {
    tell({ type: 'pulled', image });
  },
});
