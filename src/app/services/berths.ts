import type { Port } from '../../domain/model/job.js';
import type { Failure } from '../../domain/model/report.js';
import type { AllocDirectoriesPort } from '../../domain/ports/alloc-directories.js';
import type { HostPorts } from '../../domain/ports/host-ports.js';
import type { NetworkProvisioner } from '../../domain/ports/network-provisioner.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import type { Berth, Place } from './berth.js';
import { failuresOf } from './failures-of.js';
import { steadfast } from './steadfast.js';

export interface BerthParts {
  readonly directories: AllocDirectoriesPort;
  readonly ports: HostPorts;
  /** Who also takes ports of the host, without listening on them. */
  readonly networks: Pick<NetworkProvisioner, 'published'>;
}

export type WithPorts = Place & Pick<Berth, 'ports'>;
type Prepared<T> = Promise<Result<readonly T[], readonly Failure[]>>;

/** Makes what allocations need before any task starts, ports and directories: for all of them, or for none. */
export class Berths {
  readonly #parts: BerthParts;

  constructor(parts: BerthParts) {
    this.#parts = parts;
  }

  /** After a failure everything is taken back; what of it could not be is among the failures. */
  async prepare(places: readonly Place[]): Prepared<Berth> {
    const chosen = await this.choosePorts(places);
    return chosen.ok ? this.makeDirectories(chosen.value) : chosen;
  }

  /** Nothing is made. */
  async choosePorts(places: readonly Place[]): Prepared<WithPorts> {
    const asked = places.map(portsOf);
    const used = asked.flat().length === 0 ? ok([]) : await this.#parts.networks.published(steadfast());
    if (!used.ok) return err(failuresOf(used));
    const chosen = await this.#parts.ports.choose(asked, used.value);
    if (!chosen.ok) return err(failuresOf(chosen));
    return ok(places.map((place, index) => ({ ...place, ports: chosen.value[index] ?? {} })));
  }

  /** What is there is left as it is. After a failure nothing of them is left, or it is among the failures. */
  async makeDirectories(places: readonly WithPorts[]): Prepared<Berth> {
    const { directories } = this.#parts;
    const made = await Promise.all(
      places.map(async (place) => {
        const { id, group } = place.allocation;
        const own = await directories.create(id, group.tasks);
        return own.ok ? ok({ ...place, directories: own.value }) : own;
      }),
    );
    const failures = made.flatMap(failuresOf);
    if (failures.length === 0) return ok(made.flatMap((one) => (one.ok ? [one.value] : [])));
    const removed = await Promise.all(places.map(({ allocation }) => directories.remove(allocation.id)));
    return err(distinct([...failures, ...removed.flatMap(failuresOf)]));
  }
}

const portsOf = ({ allocation }: Place): readonly Port[] => allocation.group.network.ports;

/** What keeps one allocation from its place often keeps all of them from theirs. */
const distinct = (failures: readonly Failure[]): readonly Failure[] =>
  failures.filter(({ message }, index) => failures.findIndex((other) => other.message === message) === index);
