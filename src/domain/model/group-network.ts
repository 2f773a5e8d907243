import type { Identity } from './identity.js';
import type { InstanceId } from './ids.js';
import type { PublishedPort } from './container-spec.js';

/** As a job writes it: the host's network, none, one of ours, or one that the host's CNI configuration names. */
export type NetworkMode = 'host' | 'none' | 'bridge' | `cni/${string}`;

/** Whether it is the word of a mode; the network that it names may be missing all the same. */
export const isNetworkMode = (text: string): text is NetworkMode =>
  ['host', 'none', 'bridge'].includes(text) || /^cni\/./.test(text);

/** Whether tasks of a group in this mode have a network namespace of their own. */
export const isOwnNetwork = (mode: NetworkMode): mode is Exclude<NetworkMode, 'host'> => mode !== 'host';

/** A network to be made for one allocation. */
export interface NetworkPlan {
  /** Of kind `network`; each try to make one has a token of its own. */
  readonly identity: Identity;
  readonly mode: Exclude<NetworkMode, 'host'>;
  /**
   * Whose network namespace it is: that of a process on the host, which goes on using it; undefined: a fresh one, with
   * nothing but a loopback that is up.
   */
  readonly holderPid: number | undefined;
  /** Made to lead from the host to the tasks, for tcp and udp alike. An empty `hostIp` is each address of the host. */
  readonly ports: readonly PublishedPort[];
}

/** A network as an allocation has it. */
export interface AllocNetwork {
  readonly id: InstanceId;
  readonly identity: Identity;
  /** Leads to the namespace for as long as the network is there, whatever becomes of the processes in it. */
  readonly namespacePath: string;
  readonly namespace: NamespaceId;
  /** The first is the one that others reach the tasks at; none where there is but a loopback. */
  readonly addresses: readonly NetworkAddress[];
  /** What the plugins want asked for names. */
  readonly dns: DnsAnswer;
}

export interface NetworkAddress {
  readonly interface: string;
  /** Without the length of its prefix. */
  readonly address: string;
}

/** Tells one namespace from another as long as both are there: the number of its file, as text. */
export type NamespaceId = string;

/** Whom to ask for names, and how, as in a resolv.conf. */
export interface DnsAnswer {
  readonly servers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly string[];
}

export const noAnswer: DnsAnswer = { servers: [], searches: [], options: [] };

/** The network that a task is to join. */
export interface JoinedNetwork extends Pick<AllocNetwork, 'namespacePath' | 'namespace' | 'addresses'> {
  /** The container that other containers join; undefined where the group has none. */
  readonly holder: InstanceId | undefined;
}
