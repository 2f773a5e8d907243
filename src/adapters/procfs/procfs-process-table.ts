import { readFileSync, readlinkSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import { signalNumber, type SignalName } from '../../domain/model/signals.js';
import type { ProcessIdentity, ProcessTable } from '../../domain/ports/process-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok, type Result } from '../../domain/shared/result.js';
import { familyOf, type SeenProcess } from './family.js';
import { parseStat, type ProcessStat } from './parse-stat.js';
import { errnoOf, readFault } from './read-fault.js';

/** States of what is dead and only waits to be reaped. */
const remains = ['Z', 'X', 'x'];

/** What the kernel says of a process that isn't there, or ends just now. Nothing else it says means that. */
const isGone = (cause: unknown): boolean => ['ENOENT', 'ESRCH'].includes(errnoOf(cause) ?? '');

/** The processes as the kernel tells them in /proc. */
export class ProcfsProcessTable implements ProcessTable {
  readonly #proc: string;
  #bootId: string | undefined;

  constructor(proc = '/proc') {
    this.#proc = proc;
  }

  async identify(pid: number): Answer<ProcessIdentity | undefined> {
    const stat = this.#look(pid);
    if (!stat.ok) return stat;
    if (stat.value === undefined) return ok(undefined);
    const bootId = await this.#readBootId();
    return bootId.ok ? ok({ pid, startTicks: stat.value.startTicks, bootId: bootId.value }) : bootId;
  }

  async isAlive(identity: ProcessIdentity): Answer<boolean> {
    const now = await this.identify(identity.pid);
    if (!now.ok) return now;
    return ok(now.value?.startTicks === identity.startTicks && now.value.bootId === identity.bootId);
  }

  /** In one go, as a stat: the kernel has it at hand. */
  async program(identity: ProcessIdentity): Answer<string | undefined> {
    const { pid } = identity;
    try {
      const program = readlinkSync(`${this.#proc}/${pid.toString()}/exe`);
      const same = await this.isAlive(identity);
      return same.ok ? ok(same.value ? program : undefined) : same;
    } catch (cause) {
      if (isGone(cause)) return ok(undefined);
      return err(readFault(`look what process ${pid.toString()} runs`, cause));
    }
  }

  async bearing(texts: readonly string[]): Answer<readonly ProcessIdentity[]> {
    try {
      const pids = (await readdir(this.#proc)).filter((name) => /^\d+$/.test(name)).map(Number);
      const found = await Promise.all(pids.map((pid) => this.#ifBearing(pid, texts)));
      const failed = found.find((each) => !each.ok);
      if (failed?.ok === false) return failed;
      return ok(found.flatMap((each) => (each.ok && each.value !== undefined ? [each.value] : [])));
    } catch (cause) {
      return err(readFault('look through the processes', cause));
    }
  }

  async offspring(ancestor: ProcessIdentity, among: readonly number[]): Answer<readonly ProcessIdentity[]> {
    const now = await this.identify(ancestor.pid);
    if (!now.ok) return now;
    const { pid, startTicks, bootId } = ancestor;
    // Its pid is another's: its session is over too, for a session keeps its number from being given again.
    if (now.value !== undefined && now.value.startTicks !== startTicks) return ok([]);
    const seen: SeenProcess[] = [];
    for (const each of new Set([pid, ...among])) {
      const stat = this.#look(each);
      if (!stat.ok) return stat;
      if (stat.value !== undefined) seen.push({ pid: each, ...stat.value });
    }
    return ok(
      familyOf(ancestor, seen).map((each) => ({ pid: each.pid, startTicks: each.startTicks, bootId })),
    );
  }

  async signal(identity: ProcessIdentity, name: SignalName): Answer<undefined> {
    const alive = await this.isAlive(identity);
    if (!alive.ok) return alive;
    if (!alive.value) return done;
    try {
      process.kill(identity.pid, signalNumber(name));
      return done;
    } catch (cause) {
      if (errnoOf(cause) === 'ESRCH') return done;
      return err(readFault(`send ${name} to process ${identity.pid.toString()}`, cause));
    }
  }

  async #ifBearing(pid: number, texts: readonly string[]): Answer<ProcessIdentity | undefined> {
    // Before the command is read: what has its pid by then is another process.
    const identity = await this.identify(pid);
    if (!identity.ok || identity.value === undefined) return identity;
    const command = (await this.#command(pid)).split('\0');
    if (!texts.every((text) => command.includes(text))) return ok(undefined);
    const same = await this.isAlive(identity.value);
    return same.ok && !same.value ? ok(undefined) : same.ok ? identity : same;
  }

  /**
   * In one go: the kernel has a stat at hand whatever the process is up to, and a thread that waited for it would cost ten
   * times as much as it. There are several looks per task, again and again.
   */
  #look(pid: number): Result<ProcessStat | undefined, RuntimeFault> {
    const doing = `look for process ${pid.toString()}`;
    try {
      const stat = parseStat(readFileSync(`${this.#proc}/${pid.toString()}/stat`, 'latin1'));
      if (stat === undefined) return err(fault('internal', `can't ${doing}: its stat makes no sense`));
      return ok(remains.includes(stat.state) ? undefined : stat);
    } catch (cause) {
      return isGone(cause) ? ok(undefined) : err(readFault(doing, cause));
    }
  }

  /** Empty when it is gone. May take long: it lies in the memory of the process, which may be locked. */
  async #command(pid: number): Promise<string> {
    try {
      return await readFile(`${this.#proc}/${pid.toString()}/cmdline`, 'latin1');
    } catch (cause) {
      if (isGone(cause)) return '';
      throw cause;
    }
  }

  async #readBootId(): Answer<string> {
    try {
      this.#bootId ??= (await readFile(`${this.#proc}/sys/kernel/random/boot_id`, 'utf8')).trim();
      return ok(this.#bootId);
    } catch (cause) {
      return err(readFault('read the id of this boot', cause));
    }
  }
}
