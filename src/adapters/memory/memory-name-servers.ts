import { type DnsAnswer, noAnswer } from '../../domain/model/group-network.js';
import type { NameServers } from '../../domain/ports/name-servers.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { ok } from '../../domain/shared/result.js';

/** A host that asks whom it is told to; it says nothing unless told. */
export class MemoryNameServers implements NameServers {
  readonly #answer: DnsAnswer;

  constructor(answer: DnsAnswer = noAnswer) {
    this.#answer = answer;
  }

  read(): Answer<DnsAnswer> {
    return Promise.resolve(ok(this.#answer));
  }
}
