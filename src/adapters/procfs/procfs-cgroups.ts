import { access, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { fault } from '../../domain/faults/runtime-fault.js';
import type { Usage } from '../../domain/model/instance.js';
import type { CgroupMode, Cgroups } from '../../domain/ports/cgroups.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok, type Result } from '../../domain/shared/result.js';
import type { RuntimeFault } from '../../domain/faults/runtime-fault.js';
import {
  groupsBelow,
  inheritCpus,
  makeGroup,
  pidsIn,
  removeGroup,
  unlessGone,
  writeGroupFile,
} from './cgroup-files.js';
import { type Hierarchy, hierarchiesIn, hierarchyWith, modeOf } from './cgroup-hierarchies.js';
import { oomKillsOf, usageOf } from './cgroup-usage.js';
import { parseMountInfo } from './parse-mountinfo.js';
import { errnoOf, readFault } from './read-fault.js';

/** Milliseconds: the kernel ends a killed process at once unless it sleeps where no signal reaches it. */
const emptyingBoundMs = 10_000;
const never = new AbortController().signal;

/** The control groups as files below the mounts that /proc tells. */
export class ProcfsCgroups implements Cgroups {
  readonly #clock: Clock;
  readonly #proc: string;

  constructor(clock: Clock, proc = '/proc') {
    this.#clock = clock;
    this.#proc = proc;
  }

  async mode(): Promise<CgroupMode> {
    return modeOf(await this.#hierarchies().catch(() => []));
  }

  /** In version 2 runtimes see to it themselves. */
  limitsSwap(): Answer<boolean> {
    return this.#asked('learn whether swap can be limited', async () => {
      const memory = hierarchyWith(await this.#hierarchies(), 'memory');
      if (memory?.version !== 1) return ok(memory !== undefined);
      const file = access(`${memory.mountPoint}/memory.memsw.limit_in_bytes`).then(() => true);
      return ok(await unlessGone(file, false));
    });
  }

  create(path: string): Answer<undefined> {
    return this.#asked(`make the cgroup ${path}`, async () => {
      const make = async ({ mountPoint, controllers }: Hierarchy): Promise<void> => {
        await makeGroup(mountPoint + path);
        if (controllers.includes('cpuset')) await inheritCpus(mountPoint, path);
      };
      await Promise.all((await this.#hierarchies()).map(make));
      return done;
    });
  }

  groupOf(pid: number): Answer<string | undefined> {
    return this.#asked(`learn the cgroup of process ${pid.toString()}`, async () => {
      const file = readFile(`${this.#proc}/${pid.toString()}/cgroup`, 'utf8');
      return ok(deepestIn(await unlessGone(file, '')));
    });
  }

  processes(path: string): Answer<readonly number[]> {
    return this.#asked(`read the processes of ${path}`, async () =>
      ok(await this.#pids(await this.#hierarchies(), path)),
    );
  }

  oomKills(path: string): Answer<number> {
    return this.#asked(`read the oom kills of ${path}`, async () =>
      ok(await oomKillsOf(await this.#hierarchies(), path)),
    );
  }

  usage(path: string): Answer<Usage> {
    return this.#asked(`read what ${path} uses`, async () => {
      const usage = await usageOf(await this.#hierarchies(), path);
      return usage === undefined ? err(fault('not-found', `there is no cgroup ${path}`)) : ok(usage);
    });
  }

  kill(path: string): Answer<undefined> {
    return this.#asked(`kill the processes of ${path}`, async () => {
      const hierarchies = await this.#hierarchies();
      const empty = await this.#until(async () => {
        await killAtOnce(hierarchies, path);
        const pids = await this.#pids(hierarchies, path);
        await Promise.all(pids.map((pid) => this.#killMember(pid, path)));
        await thaw(hierarchies, path);
        return pids.length === 0;
      });
      return empty ? done : err(fault('internal', `processes of ${path} outlive SIGKILL`));
    });
  }

  remove(path: string, kept = '/'): Answer<undefined> {
    return this.#asked(`remove the cgroup ${path}`, async () => {
      const hierarchies = await this.#hierarchies();
      const gone = await this.#until(async () => {
        const removed = await Promise.all(hierarchies.map((each) => removeTree(each.mountPoint + path)));
        return removed.every(Boolean);
      });
      if (!gone) return err(fault('conflict', `the cgroup ${path} is still in use`));
      await Promise.all(hierarchies.map((each) => removeParents(each.mountPoint, path, kept)));
      return done;
    });
  }

  /** Frozen and version 1: a pid is a member's only as long as its own file names the group. */
  async #killMember(pid: number, path: string): Promise<void> {
    const membership = await unlessGone(readFile(`${this.#proc}/${pid.toString()}/cgroup`, 'utf8'), '').catch(
      () => '',
    );
    const isMember = pathsIn(membership).some((group) => group === path || group.startsWith(`${path}/`));
    if (!isMember || pid === process.pid) return;
    try {
      process.kill(pid, 'SIGKILL');
    } catch (cause) {
      if (errnoOf(cause) !== 'ESRCH') throw cause;
    }
  }

  async #pids(hierarchies: readonly Hierarchy[], path: string): Promise<readonly number[]> {
    const lists = await Promise.all(hierarchies.map(({ mountPoint }) => pidsIn(mountPoint + path)));
    return [...new Set(lists.flat())];
  }

  async #until(isSo: () => Promise<boolean>): Promise<boolean> {
    const deadline = this.#clock.steady() + emptyingBoundMs;
    for (let waitMs = 1; !(await isSo()); waitMs = Math.min(waitMs * 2, 50)) {
      if (this.#clock.steady() > deadline) return false;
      await this.#clock.sleep(waitMs, never);
    }
    return true;
  }

  async #hierarchies(): Promise<readonly Hierarchy[]> {
    return hierarchiesIn(parseMountInfo(await readFile(`${this.#proc}/self/mountinfo`, 'utf8')));
  }

  async #asked<T>(doing: string, ask: () => Promise<Result<T, RuntimeFault>>): Answer<T> {
    try {
      return await ask();
    } catch (cause) {
      return err(readFault(doing, cause));
    }
  }
}

/** The groups that a process's `cgroup` names, one per hierarchy. */
const pathsIn = (membership: string): readonly string[] =>
  membership
    .split('\n')
    .map((line) => line.split(':').slice(2).join(':'))
    .filter((path) => path !== '');

/** Of a hierarchy that others don't use it may be in the root. */
const deepestIn = (membership: string): string | undefined =>
  pathsIn(membership).toSorted((a, b) => b.length - a.length)[0];

/** Version 2 kills a whole tree in one step, frozen or not, and nothing can fork its way out. */
async function killAtOnce(hierarchies: readonly Hierarchy[], path: string): Promise<void> {
  const unified = hierarchies.filter(({ version }) => version === 2);
  await Promise.all(unified.map(({ mountPoint }) => writeGroupFile(mountPoint + path, 'cgroup.kill', '1')));
}

/** What is frozen takes its SIGKILL only once it is thawed. */
async function thaw(hierarchies: readonly Hierarchy[], path: string): Promise<void> {
  const freezers = hierarchies.filter(({ controllers }) => controllers.includes('freezer'));
  for (const { mountPoint } of freezers) {
    const groups = await groupsBelow(mountPoint + path);
    for (const group of groups.toReversed()) await writeGroupFile(group, 'freezer.state', 'THAWED');
  }
}

async function removeTree(directory: string): Promise<boolean> {
  const removed: boolean[] = [];
  for (const group of await groupsBelow(directory)) removed.push(await removeGroup(group));
  return removed.every(Boolean);
}

/** Takes parents along that hold nothing else; the first that holds something ends it. */
async function removeParents(mountPoint: string, path: string, kept: string): Promise<void> {
  for (let parent = dirname(path); parent !== '/' && parent !== kept; parent = dirname(parent))
    if (!(await removeGroup(mountPoint + parent))) return;
}
