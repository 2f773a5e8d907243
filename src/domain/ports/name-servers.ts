import type { DnsAnswer } from '../model/group-network.js';
import type { Answer } from './runtime.js';

/** Whom the host asks for names. */
export interface NameServers {
  /**
   * As they can be asked from a network of its own: servers on a loopback address of the host are left out, for no task
   * there reaches them. Nothing where the host says nothing.
   */
  read(): Answer<DnsAnswer>;
}
