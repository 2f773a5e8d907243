import type { Exit } from '../../domain/model/exit.js';
import type { BoundDirectory, HostObject, Thoroughness } from '../../domain/model/host-object.js';
import type { Identity } from '../../domain/model/identity.js';
import type { InstanceId, Instant, OwnerId } from '../../domain/model/ids.js';
import type { Instance, LogChunk, LogPosition, OutputStream } from '../../domain/model/instance.js';
import type { Runtime } from '../../domain/ports/runtime.js';
import { anIdentity } from '../builders/an-identity.js';
import type { Deed } from '../deeds/deed.js';
import type { ExecDeed } from '../deeds/exec-deed.js';
import { eventually, within } from '../eventually.js';
import { valueOf } from '../expect-result.js';
import { chunksOf } from '../log-chunks.js';

/** What an adapter brings so that the one suite can judge it. Made anew for each check. */
export interface RuntimeHarness<Spec> {
  readonly subject: Runtime<Spec>;
  /** A second adapter over the same host, as after a restart. */
  restarted(): Runtime<Spec>;
  /** An adapter over a host that takes questions and never answers, its bounds cut to at most a second each. */
  unresponsive(): Promise<Runtime<Spec>>;
  spec(wish: SpecWish): Spec;
  /** A command to run beside an instance; `marker` stands in the command line of all its processes. */
  command(deed: ExecDeed, marker: string): readonly [string, ...string[]];
  /** A spec that names something (an image, a user, a source path) which is not on the host. */
  specNamingAbsent(identity: Identity): Spec;
  /** Puts something on the host that has no owner, where the subject could mistake it for its own. */
  plantForeign(): Promise<ForeignObject>;
  /** Puts something on the host that carries these labels and no others. */
  plantLabelled(labels: Readonly<Record<string, string>>): Promise<InstanceId>;
  /** Puts something on the host without a label, with a variable and directories of the host in it. */
  plantUnlabelled(variable: Variable, places: readonly string[]): Promise<Unlabelled>;
  /**
   * Puts something on the host that a survey has to look at, and answers with an adapter for which it is not there any
   * more by then, or for which the look fails.
   */
  plantLookedAt(then: 'vanishes' | 'fails'): Promise<Runtime<Spec>>;
  /** An adapter over this host whose next list breaks off in the middle. */
  cutShort(): Promise<Runtime<Spec>>;
  /** All that is on the host of one owner's instances, in words: processes, cgroups, mounts, directories. */
  leftovers(owner: OwnerId): Promise<readonly string[]>;
  /** The host's time. */
  now(): Instant;
  /** Leaves the host as it was found. */
  dispose(): Promise<void>;
}

/** In what adapters may differ. */
export interface RuntimeTraits {
  /** Whether instances are processes of this machine. */
  readonly realProcesses: boolean;
  /** Whether output is kept in lines, so that the last one always gets a newline. */
  readonly endsLastLine: boolean;
  /** Whether there is a host that may fail to answer. */
  readonly remote: boolean;
  /** Whether others make objects there, too, that tell by more than labels whose they are. */
  readonly shared: boolean;
  /** Longest wait for anything that has to happen, in milliseconds. */
  readonly boundMs: number;
}

export interface SpecWish {
  readonly identity: Identity;
  readonly deed: Deed;
  /** Undefined: no limit. */
  readonly memoryBytes: number | undefined;
}

export interface Variable {
  readonly name: string;
  readonly value: string;
}

export interface Unlabelled {
  readonly id: InstanceId;
  readonly mounts: readonly BoundDirectory[];
}

export interface ForeignObject {
  /** Whether it is still as it was put there. */
  isUntouched(): Promise<boolean>;
}

export interface Output {
  readonly chunks: readonly LogChunk[];
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

const never = new AbortController().signal;

/** One owner's view of a runtime under judgement, in the words of the checks. */
export class Wharf<Spec> {
  readonly owner: OwnerId;
  readonly harness: RuntimeHarness<Spec>;
  readonly #boundMs: number;

  constructor(harness: RuntimeHarness<Spec>, boundMs: number, owner = anIdentity().owner) {
    this.harness = harness;
    this.owner = owner;
    this.#boundMs = boundMs;
  }

  get runtime(): Runtime<Spec> {
    return this.harness.subject;
  }

  identity(over: Partial<Identity> = {}): Identity {
    return anIdentity({ owner: this.owner, ...over });
  }

  spec(deed: Deed, over: Partial<SpecWish> = {}): Spec {
    return this.harness.spec({ identity: this.identity(), deed, memoryBytes: undefined, ...over });
  }

  async created(deed: Deed, over: Partial<SpecWish> = {}): Promise<InstanceId> {
    return valueOf(await this.runtime.create(this.spec(deed, over), never));
  }

  async started(deed: Deed, over: Partial<SpecWish> = {}): Promise<InstanceId> {
    const id = await this.created(deed, over);
    valueOf(await this.runtime.start(id, never));
    return id;
  }

  /** Started, and past the point at which it says `ready`. */
  async ready(deed: Deed, over: Partial<SpecWish> = {}): Promise<InstanceId> {
    const id = await this.started(deed, over);
    await this.saying(id, 'ready');
    return id;
  }

  /** Resolves once the instance has said `word` on stdout. */
  async saying(id: InstanceId, word: string): Promise<void> {
    const enough = new AbortController();
    const reading = (async () => {
      let said = '';
      for await (const { stream, bytes } of chunksOf(this.runtime.logs(id, undefined, enough.signal))) {
        if (stream === 'stdout') said += Buffer.from(bytes).toString();
        if (said.includes(word)) return;
      }
      throw new Error(`ended without a word of ${word}`);
    })();
    await within(this.#boundMs, reading).finally(() => {
      enough.abort();
    });
  }

  async seen(id: InstanceId, runtime: Runtime<Spec> = this.runtime): Promise<Instance> {
    return valueOf(await runtime.inspect(id, never));
  }

  async ended(id: InstanceId, runtime: Runtime<Spec> = this.runtime): Promise<Exit> {
    return eventually(async () => {
      const { state } = await this.seen(id, runtime);
      return state.phase === 'exited' && state.exit;
    }, this.#boundMs);
  }

  async listed(runtime: Runtime<Spec> = this.runtime, owner = this.owner): Promise<readonly Instance[]> {
    return valueOf(await runtime.list(owner, never));
  }

  async surveyed(
    runtime: Runtime<Spec> = this.runtime,
    thoroughness: Thoroughness = 'cursory',
  ): Promise<readonly HostObject[]> {
    return valueOf(await runtime.survey(thoroughness, never));
  }

  /** All that the instance prints after `after`, once it has ended. Fails when the log does not come to its end. */
  async output(id: InstanceId, after?: LogPosition, runtime: Runtime<Spec> = this.runtime): Promise<Output> {
    const items = await within(this.#boundMs, drained(runtime.logs(id, after, never)));
    const chunks = items.filter((item) => item !== 'end');
    if (items.indexOf('end') !== chunks.length) throw new Error('the log broke off');
    const of = (stream: OutputStream): Buffer =>
      Buffer.concat(chunks.filter((chunk) => chunk.stream === stream).map(({ bytes }) => bytes));
    return { chunks, stdout: of('stdout'), stderr: of('stderr') };
  }

  async leftovers(): Promise<readonly string[]> {
    return this.harness.leftovers(this.owner);
  }

  /** Removes all that is there, whatever a check left. */
  async clear(): Promise<void> {
    for (const { id } of await this.listed()) valueOf(await this.runtime.remove(id, never));
  }
}

export async function drained<T>(source: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of source) all.push(item);
  return all;
}
