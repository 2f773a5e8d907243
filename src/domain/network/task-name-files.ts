import type { Allocation } from '../model/allocation.js';
import type { TaskDirectories } from '../model/directories.js';
import type { DriverCapabilities } from '../model/driver-capabilities.js';
import type { JoinedNetwork } from '../model/group-network.js';
import type { HostFacts } from '../model/host.js';
import type { TaskFile } from '../model/task-file.js';
import type { NameFiles } from '../model/task-request.js';
import { isIpAddress } from '../shared/addresses.js';
import type { JsonObject } from '../shared/json.js';
import { err, ok, type Result } from '../shared/result.js';
import { type Problem, problem } from '../shape/problem.js';
import { completed, hostsText, type KnownHost, resolvConfText } from './name-files.js';
import type { TaskNetwork } from './task-network.js';

export interface NamedTask {
  readonly allocation: Allocation;
  readonly host: Pick<HostFacts, 'hostname'>;
  readonly capabilities: Pick<DriverCapabilities, 'network'>;
  readonly directories: Pick<TaskDirectories, 'private'>;
  /** With every reference resolved. */
  readonly config: JsonObject;
}

interface WrittenNames {
  readonly files: readonly TaskFile[];
  readonly seen: NameFiles;
}

/**
 * What a task of a group with a network of its own finds at /etc/hosts and /etc/resolv.conf. The files lie where no task
 * can write, and each task has its own: what one changes in them no other sees.
 */
export function taskNameFiles(
  network: TaskNetwork,
  task: NamedTask,
): Result<WrittenNames, readonly Problem[]> {
  const others = extraHosts(task.config['extra_hosts']);
  if (!others.ok) return others;
  const { dns } = network;
  const asked = task.allocation.group.network.dns ?? dns.network;
  const hosts = [ownName(network.joined, task), ...others.value];
  return ok({
    files: [
      { path: 'private/hosts', content: hostsText(hosts), mode },
      { path: 'private/resolv.conf', content: resolvConfText(completed(asked, dns.host)), mode },
    ],
    seen: {
      hosts: `${task.directories.private}/hosts`,
      resolvConf: `${task.directories.private}/resolv.conf`,
    },
  });
}

const mode = 0o644;

/** Where there is but a loopback, the task is to be found there. */
function ownName({ addresses, holder }: JoinedNetwork, task: NamedTask): KnownHost {
  const { hostname } = task.allocation.group.network;
  const given = task.capabilities.network === 'by-holder' ? holder?.slice(0, 12) : undefined;
  return { address: addresses[0]?.address ?? '127.0.0.1', name: hostname ?? given ?? task.host.hostname };
}

/** Of a container's config, as `name:address`: an engine takes none for who joins the network of another container. */
function extraHosts(asked: JsonObject[string] | undefined): Result<readonly KnownHost[], readonly Problem[]> {
  const entries = Array.isArray(asked) ? asked.filter((entry) => typeof entry === 'string') : [];
  const read = entries.map((entry) => knownHost(entry));
  const known = read.filter((host) => host !== undefined);
  if (known.length === read.length) return ok(known);
  return err(
    read.flatMap((host, index) => (host === undefined ? [wrongHost(index, entries[index] ?? '')] : [])),
  );
}

const wrongHost = (index: number, entry: string): Problem =>
  problem(
    `config.extra_hosts[${index.toString()}]`,
    `is "${entry}", which is no name with an address, such as "db:10.0.0.7"`,
  );

function knownHost(entry: string): KnownHost | undefined {
  const colon = entry.indexOf(':');
  const [name, address] = [entry.slice(0, colon), entry.slice(colon + 1)];
  return colon > 0 && /^[^\s#]+$/.test(name) && isIpAddress(address) ? { name, address } : undefined;
}
