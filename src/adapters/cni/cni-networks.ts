import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { PublishedPort } from '../../domain/model/container-spec.js';
import type { AllocNetwork, NetworkPlan } from '../../domain/model/group-network.js';
import type { HostObject, Thoroughness } from '../../domain/model/host-object.js';
import type { InstanceId, OwnerId } from '../../domain/model/ids.js';
import type { RuntimeDescription } from '../../domain/model/instance.js';
import type { FoundNetwork, NetworkProvisioner } from '../../domain/ports/network-provisioner.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import { asCommand, asQuery } from './answering.js';
import { Maker } from './maker.js';
import { NamespacePins } from './namespace-pins.js';
import { idOf, networkPaths, type RunPaths, runPaths } from './network-paths.js';
import { type NetworkRecord, type Progress, readClaimed } from './network-record.js';
import { NetworkRecords } from './network-records.js';
import { addressesIn, dnsIn } from './plugin-result.js';
import { PluginGate } from './plugin-gate.js';
import { Remover } from './remover.js';
import type { CniPorts, CniSettings } from './settings.js';
import { describeTools } from './tools.js';
import { Turns } from './turns.js';

/** Makes networks with the CNI plugins of this host. */
export class CniNetworks implements NetworkProvisioner {
  readonly #settings: CniSettings;
  readonly #ports: CniPorts;
  readonly #run: RunPaths;
  readonly #records: NetworkRecords;
  readonly #pins: NamespacePins;
  readonly #maker: Maker;
  readonly #remover: Remover;
  /** Of each network. */
  readonly #turns = new Turns();

  constructor(settings: CniSettings, ports: CniPorts) {
    this.#settings = settings;
    this.#ports = ports;
    this.#run = runPaths(settings.runDirectory);
    this.#records = new NetworkRecords(this.#run, ports.processes);
    this.#pins = new NamespacePins(this.#run, ports.run);
    const gate = new PluginGate();
    const kept = { records: this.#records, pins: this.#pins };
    this.#maker = new Maker(this.#run, settings, kept, { ports, gate });
    this.#remover = new Remover(this.#run, kept, ports, gate);
  }

  describe(signal: AbortSignal): Answer<RuntimeDescription> {
    return asQuery(signal, 'try the CNI plugins', () =>
      describeTools(this.#ports.run, this.#settings.cniPath),
    );
  }

  add(plan: NetworkPlan, signal: AbortSignal): Answer<AllocNetwork> {
    const id = idOf(plan.identity.attempt);
    return asCommand(signal, `make network ${id}`, () => this.#turns.take(id, () => this.#add(id, plan)));
  }

  inspect(id: InstanceId, signal: AbortSignal): Answer<AllocNetwork> {
    return asQuery(signal, `look at network ${id}`, async () => {
      const network = await this.#look(id);
      return network === undefined ? err(notThere(id)) : ok(network);
    });
  }

  remove(id: InstanceId, signal: AbortSignal): Answer<undefined> {
    return asCommand(signal, `remove network ${id}`, () =>
      this.#turns.take(id, () => this.#remover.remove(id)),
    );
  }

  list(owner: OwnerId, signal: AbortSignal): Answer<readonly FoundNetwork[]> {
    return asQuery(signal, 'list the networks', async () =>
      ok(
        (await this.#records.all())
          .map(({ id, plan }) => ({ id, identity: plan.identity }))
          .filter(({ identity }) => identity.owner === owner),
      ),
    );
  }

  survey(thoroughness: Thoroughness, signal: AbortSignal): Answer<readonly HostObject[]> {
    return asQuery(signal, 'survey the networks', async () => {
      const objects = await Promise.all((await this.#records.ids()).map((id) => this.#claimed(id)));
      const there = objects.filter((object) => object !== undefined);
      return ok(there.filter(({ claim }) => thoroughness === 'thorough' || claim.by === 'labels'));
    });
  }

  identify(id: InstanceId, signal: AbortSignal): Answer<HostObject> {
    return asQuery(signal, `look whose network ${id} is`, async () => {
      const object = await this.#claimed(id);
      return object === undefined ? err(notThere(id)) : ok(object);
    });
  }

  published(signal: AbortSignal): Answer<readonly PublishedPort[]> {
    return asQuery(signal, 'list the published ports', async () =>
      ok((await this.#records.all()).flatMap(({ plan }) => plan.ports)),
    );
  }

  async #add(id: InstanceId, plan: NetworkPlan): Answer<AllocNetwork> {
    const known = await this.#look(id);
    if (known !== undefined) return ok(known);
    // What was left half made is no use, and knows an address.
    const isThere = (await this.#records.text(id)) !== undefined;
    const cleared = isThere ? await this.#remover.remove(id) : done;
    if (!cleared.ok) return cleared;
    const begun = await this.#maker.begin(plan);
    if (!begun.ok) return begun;
    const made = await this.#maker.complete(begun.value);
    if (!made.ok) return err(await this.#afterUndoing(id, made.error));
    const network = this.#told(begun.value, made.value);
    return network === undefined ? err(notThere(id)) : ok(network);
  }

  async #afterUndoing(id: InstanceId, failure: RuntimeFault): Promise<RuntimeFault> {
    const removed = await this.#remover.remove(id);
    if (removed.ok) return failure;
    const message = `${failure.message}; and it is not all gone: ${removed.error.message}`;
    return fault('internal', message, { cause: failure });
  }

  /** Undefined when it isn't there, was not made to its end, or its namespace is gone. */
  async #look(id: InstanceId): Promise<AllocNetwork | undefined> {
    const record = await this.#records.read(id);
    if (record === undefined) return undefined;
    const progress = await this.#records.progress(id);
    const isThere =
      progress.namespace !== undefined && (await this.#pins.namespaceOf(id)) === progress.namespace;
    return isThere && !progress.addressesFreed ? this.#told(record, progress) : undefined;
  }

  #told({ id, plan }: NetworkRecord, { namespace, results }: Progress): AllocNetwork | undefined {
    if (namespace === undefined) return undefined;
    const result = results.at(-1);
    return {
      id,
      identity: plan.identity,
      namespacePath: networkPaths(this.#run, id).pin,
      namespace,
      addresses: addressesIn(result),
      dns: dnsIn(result),
    };
  }

  async #claimed(id: InstanceId): Promise<HostObject | undefined> {
    const text = await this.#records.text(id);
    if (text === undefined) return undefined;
    const claimed = readClaimed(text) ?? {
      createdAt: undefined,
      claim: { by: 'likeness' as const, environment: {}, mounts: [] },
    };
    return { id, ...claimed };
  }
}

const notThere = (id: InstanceId): RuntimeFault => fault('not-found', `there is no network ${id}`);
