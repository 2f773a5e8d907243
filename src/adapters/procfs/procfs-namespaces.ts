import { readlink } from 'node:fs/promises';

import { fault } from '../../domain/faults/runtime-fault.js';
import type { NamespaceId } from '../../domain/model/group-network.js';
import type { Namespaces } from '../../domain/ports/namespaces.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';
import { errnoOf, readFault } from './read-fault.js';

/** The namespaces as the kernel tells them in /proc. What has ended and was not reaped yet has none there. */
export class ProcfsNamespaces implements Namespaces {
  readonly #proc: string;
  readonly #readLink: (path: string) => Promise<string>;

  constructor(proc = '/proc', readLink: (path: string) => Promise<string> = readlink) {
    this.#proc = proc;
    this.#readLink = readLink;
  }

  async networkOf(pid: number): Answer<NamespaceId> {
    const doing = `look in which network process ${pid.toString()} is`;
    try {
      const link = await this.#look(`${this.#proc}/${pid.toString()}/ns/net`);
      const number = /^net:\[(\d+)\]$/.exec(link)?.[1];
      return number === undefined ? err(fault('internal', `can't ${doing}: it says ${link}`)) : ok(number);
    } catch (cause) {
      return err(readFault(doing, cause));
    }
  }

  /** Also of what ends just now the kernel says EACCES, to anybody; of what may not be looked at it says so again. */
  async #look(path: string): Promise<string> {
    try {
      return await this.#readLink(path);
    } catch (cause) {
      if (errnoOf(cause) !== 'EACCES') throw cause;
      return this.#readLink(path);
    }
  }
}
