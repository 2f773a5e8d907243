import type { RuntimeFault } from '../faults/runtime-fault.js';
import type { ExecSession, ExecWish } from '../model/exec.js';
import type { HostObject, Thoroughness } from '../model/host-object.js';
import type { InstanceId, OwnerId } from '../model/ids.js';
import type {
  Instance,
  InstanceHint,
  KeptSoFar,
  LogItem,
  LogPosition,
  RuntimeDescription,
  Usage,
} from '../model/instance.js';
import type { SignalName } from '../model/signals.js';
import type { Result } from '../shared/result.js';

export type Answer<T> = Promise<Result<T, RuntimeFault>>;

/**
 * Runs specs on one host: the shape that container runtimes and executors share.
 *
 * A command neither retries nor waits for convergence: the start and stop protocols own both. It answers and never
 * rejects. A command whose `signal` aborts answers at once: `unavailable` when nothing had been asked of the host
 * yet, otherwise `outcome-unknown`; a query that is aborted answers `unavailable`. Any number of calls may be given one
 * signal. Every call ends within a bound of its own even if the host never answers. Commands on different instances may run at the same time.
 */
export interface Runtime<Spec> {
  /** What the runtime is. `unavailable`, with a remedy, when it can't be used. */
  describe(signal: AbortSignal): Answer<RuntimeDescription>;

  /**
   * Makes the instance without starting it; it carries the spec's identity from its first moment on the host.
   * `invalid-spec` when the spec can never run here, `not-found` when something it names (an image, a user, a
   * source path) is missing, `conflict` when its name is taken. Whatever the fault, except `outcome-unknown` and
   * `internal`, nothing new is left on the host.
   */
  create(spec: Spec, signal: AbortSignal): Answer<InstanceId>;

  /**
   * Starts a created instance, and answers once it is its command that takes signals. Succeeds without effect when it was
   * started before, even if it has ended since. `not-found` when it isn't there; `invalid-spec` when its command can't be
   * run and `create` could not tell.
   */
  start(id: InstanceId, signal: AbortSignal): Answer<undefined>;

  /**
   * Sends a signal to the instance's first process. Succeeds without effect when the instance is not running.
   * `not-found` when it isn't there.
   */
  signal(id: InstanceId, name: SignalName, signal: AbortSignal): Answer<undefined>;

  /**
   * Kills whatever of the instance lives and takes everything of it off the host: processes, cgroups, mounts,
   * directories. Succeeds when it isn't there. It is there as a whole or not at all once this succeeded.
   */
  remove(id: InstanceId, signal: AbortSignal): Answer<undefined>;

  /** The instance as it is now. `not-found` when it isn't there. */
  inspect(id: InstanceId, signal: AbortSignal): Answer<Instance>;

  /**
   * Whether an instance that an inspect or a list has shown since its start has the mounts that its spec asks for; for a
   * runtime that can't tell before it runs. `unsupported` when they are others. Succeeds when it was verified before, or has
   * ended, or was not created by this adapter: of such a one nobody can tell. Changes nothing of the instance; what was kept
   * to tell by is given up once it succeeded. Any other fault: it can't be told now.
   */
  verify(instance: Instance, signal: AbortSignal): Answer<undefined>;

  /** All instances of one owner, in every phase. Never one of another owner, nor one without an owner. */
  list(owner: OwnerId, signal: AbortSignal): Answer<readonly Instance[]>;

  /**
   * Which instances of one owner run. For whoever asks again and again: a runtime that is asked over a connection is asked
   * once, however many there are, and for none of them. One of which nothing more than that can be told may be among them.
   */
  running(owner: OwnerId, signal: AbortSignal): Answer<ReadonlySet<InstanceId>>;

  /**
   * Every object on this runtime that says to be somebody's, in every state: all that carry an owner, whoever that is and
   * whatever else their labels lack; and, where others make objects too, those without an owner that have directories of
   * the host where a task has its own, with their environment. A thorough survey tells of all the others as well, with the
   * environment and the directories that they have: it is for people, and may look at each; a cursory one is made again
   * and again, and does not. One that vanishes meanwhile is left out. When one that says to be somebody's can't be looked
   * at, or the host's answer is not whole, the survey fails: it never answers with less than there is.
   */
  survey(thoroughness: Thoroughness, signal: AbortSignal): Answer<readonly HostObject[]>;

  /**
   * What a survey tells of one object, looked at anew; perhaps to a finer grain when it was made. By its full id:
   * `not-found` when none has it, even if it is the name of another or the beginning of another's id.
   */
  identify(id: InstanceId, signal: AbortSignal): Answer<HostObject>;

  /**
   * Hints of what happens to instances of one owner, until `signal` aborts or the source breaks off; then it ends
   * without throwing. An instance that ends gives at least one hint while the source is whole.
   */
  watch(owner: OwnerId, signal: AbortSignal): AsyncIterable<InstanceHint>;

  /**
   * The instance's output after `after` (undefined: from its first byte), byte for byte and in order per stream; a
   * runtime that keeps lines ends the last one where the task did not. Follows an instance from before its start; ends
   * once the instance has ended and all of its output was given, when the instance is removed, or when `signal` aborts.
   * Reads on only as fast as its caller does, and never slows the instance down: a runtime keeps so much for a caller
   * who is behind, and may discard the oldest of what is more; one that knows of it says so on stderr, in its place.
   * What was given may be discarded as far as `kept` says, which is asked anew each time; without it, once the next chunk
   * is asked for. Ends without throwing. `end` is the last item of a log to which nothing more will come: all was given of
   * an instance that has ended, or it isn't there, or nothing of it is kept that could be read. A log that ends without it
   * broke off, or was given up; opened again after the last position, it goes on.
   */
  logs(
    id: InstanceId,
    after: LogPosition | undefined,
    signal: AbortSignal,
    kept?: KeptSoFar,
  ): AsyncIterable<LogItem>;

  /** What the instance uses. `not-found` when it isn't there or isn't running. */
  stats(id: InstanceId, signal: AbortSignal): Answer<Usage>;

  /**
   * Runs a command beside the first process of a running instance: in its namespaces, its control group and its root, with
   * its user, environment and working directory. One with a terminal is told `TERM` too, unless the environment tells it.
   * `not-found` when the instance isn't there or isn't running; `invalid-spec` when the command can't be run and that can
   * be told; `unsupported` where it could be run but not be ended.
   *
   * Aborting `signal` before it answers gives the command up, and leaves nothing of it running. From then on the signal has
   * no effect: the session is ended by `close`. Sessions end when their instance is removed. Once one has ended or was
   * closed nothing of it is left on the host: its command is killed, and what that started.
   */
  exec(id: InstanceId, wish: ExecWish, signal: AbortSignal): Answer<ExecSession>;
}
