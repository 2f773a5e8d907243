import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { Instance } from '../../../domain/model/instance.js';
import type { Mount } from '../../../domain/model/mount.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { done, err } from '../../../domain/shared/result.js';
import type { EngineHost } from '../exec/exec-processes.js';
import { readBack, type Started } from './read-back.js';

/** So many are remembered; those of starts that came to nothing are forgotten first. */
const most = 1000;

/** What containers were to mount, from when they are asked for until it was read back. */
export class MountVerifier {
  readonly #host: EngineHost;
  /** By name: of a create that was not answered, nobody has an id. */
  readonly #asked = new Map<string, readonly Mount[]>();
  /** Whether any container was ever seen: then all of the engine's are on this host. */
  #isHere = false;

  constructor(host: EngineHost) {
    this.#host = host;
  }

  ask(name: string, mounts: readonly Mount[]): void {
    if (!mounts.some(({ kind }) => kind === 'bind')) return;
    const [oldest] = this.#asked.keys();
    if (oldest !== undefined && this.#asked.size >= most) this.#asked.delete(oldest);
    this.#asked.set(name, mounts);
  }

  /**
   * Whether an instance that was seen has what it was to have. Where the engine runs on another host nothing can be read:
   * there only binds that pass mounts on are refused, which nothing else would show. `hasEnded` is asked when its process is
   * not to be seen.
   */
  async verify({ id, name, state }: Instance, hasEnded: () => Answer<boolean>): Answer<undefined> {
    const mounts = this.#asked.get(name);
    if (mounts === undefined) return done;
    const verdict =
      state.phase === 'running' ? await this.#judge({ id, pid: state.pid, mounts }, hasEnded) : done;
    if (verdict.ok || verdict.error.kind === 'unsupported') this.#asked.delete(name);
    return verdict;
  }

  async #judge(started: Started, hasEnded: () => Answer<boolean>): Answer<undefined> {
    const read = await readBack(started, this.#host);
    if (read.ok) {
      this.#isHere = true;
      return typeof read.value === 'object' ? err(refusal(read.value)) : done;
    }
    if (!isOutOfSight(read.error)) return read;
    const passing = started.mounts.find((mount) => mount.kind === 'bind' && mount.propagation !== 'private');
    if (passing === undefined) return done;
    const ended = await hasEnded();
    if (!ended.ok) return ended;
    if (ended.value) return done;
    const message = `whether ${passing.target} passes mounts on can't be told: ${read.error.message}`;
    return err(this.#isHere ? fault('unavailable', message) : refusal({ message, remedy: elsewhere }));
  }
}

const elsewhere = 'run wharf as root on the host of the engine';

/** The engine runs on another host, or hides its processes. */
const isOutOfSight = ({ kind }: RuntimeFault): boolean =>
  kind === 'unsupported' || kind === 'permission-denied';

const refusal = ({
  message,
  remedy,
}: {
  readonly message: string;
  readonly remedy: string | undefined;
}): RuntimeFault => fault('unsupported', message, remedy === undefined ? {} : { remedy });
