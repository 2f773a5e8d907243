import { readFile } from 'node:fs/promises';

import { signalNumber, type SignalName } from '../../domain/model/signals.js';
import type { ProcessIdentity, ProcessTable } from '../../domain/ports/process-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err } from '../../domain/shared/result.js';
import { parseStat } from './parse-stat.js';
import { errnoOf, readFault } from './read-fault.js';

/** States of what is dead and only waits to be reaped. */
const remains = ['Z', 'X', 'x'];

/** The processes as the kernel tells them in /proc. */
export class ProcfsProcessTable implements ProcessTable {
  readonly #proc: string;
  #bootId: Promise<string> | undefined;

  constructor(proc = '/proc') {
    this.#proc = proc;
  }

  async identify(pid: number): Promise<ProcessIdentity | undefined> {
    try {
      const text = await readFile(`${this.#proc}/${pid.toString()}/stat`, 'latin1');
      const stat = parseStat(text);
      if (stat === undefined || remains.includes(stat.state)) return undefined;
      return { pid, startTicks: stat.startTicks, bootId: await this.#readBootId() };
    } catch {
      return undefined;
    }
  }

  async isAlive(identity: ProcessIdentity): Promise<boolean> {
    const now = await this.identify(identity.pid);
    return now?.startTicks === identity.startTicks && now.bootId === identity.bootId;
  }

  async signal(identity: ProcessIdentity, name: SignalName): Answer<undefined> {
    if (!(await this.isAlive(identity))) return done;
    try {
      process.kill(identity.pid, signalNumber(name));
      return done;
    } catch (cause) {
      if (errnoOf(cause) === 'ESRCH') return done;
      return err(readFault(`send ${name} to process ${identity.pid.toString()}`, cause));
    }
  }

  #readBootId(): Promise<string> {
    this.#bootId ??= readFile(`${this.#proc}/sys/kernel/random/boot_id`, 'utf8').then((text) => text.trim());
    return this.#bootId;
  }
}
