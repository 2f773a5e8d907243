import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { NetworkPlan } from '../../domain/model/group-network.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { Json } from '../../domain/shared/json.js';
import { done, err, ok } from '../../domain/shared/result.js';
import { checkPorts } from './host-ports.js';
import type { NamespacePins } from './namespace-pins.js';
import { addressKeeper, configFor, type NetworkConfig, publishesPorts } from './network-config.js';
import { idOf, isNetworkId, networkPaths, type RunPaths } from './network-paths.js';
import { type NetworkRecord, noProgress, type Progress } from './network-record.js';
import type { NetworkRecords } from './network-records.js';
import type { PluginGate } from './plugin-gate.js';
import { findPlugin, noPlugin, runPlugin } from './plugins.js';
import type { CniPorts, CniSettings } from './settings.js';
import { Turns } from './turns.js';

/** Makes networks; of one that failed there may be something on the host. Throws what the file system says. */
export class Maker {
  readonly #run: RunPaths;
  readonly #settings: CniSettings;
  readonly #records: NetworkRecords;
  readonly #pins: NamespacePins;
  readonly #ports: CniPorts;
  readonly #gate: PluginGate;
  /** Of who looks for free ports: of two that want one the second sees the record of the first. */
  readonly #turns = new Turns();

  constructor(
    run: RunPaths,
    settings: CniSettings,
    { records, pins }: { readonly records: NetworkRecords; readonly pins: NamespacePins },
    { ports, gate }: { readonly ports: CniPorts; readonly gate: PluginGate },
  ) {
    this.#run = run;
    this.#settings = settings;
    this.#records = records;
    this.#pins = pins;
    this.#ports = ports;
    this.#gate = gate;
  }

  /** Puts down what is to be made. Whatever the fault, nothing of it is there. */
  async begin(plan: NetworkPlan): Answer<NetworkRecord> {
    const config = await configFor(plan.mode, this.#settings);
    if (!config.ok) return config;
    const refused = await this.#check(plan, config.value);
    if (!refused.ok) return refused;
    const record: NetworkRecord = {
      id: idOf(plan.identity.attempt),
      createdAt: this.#ports.clock.now(),
      plan,
      config: config.value,
      args: argsFor(plan),
      cniPath: this.#settings.cniPath,
    };
    return this.#turns.take('ports', async () => {
      const free = await this.#checkPorts(plan);
      if (!free.ok) return free;
      await this.#records.appear(record);
      return ok(record);
    });
  }

  async complete(record: NetworkRecord): Answer<Progress> {
    const pinned = await this.#pins.pin(record.id, record.plan.holderPid);
    if (!pinned.ok) return pinned;
    const results: Json[] = [];
    for (const [index, plugin] of record.config.plugins.entries()) {
      await this.#records.note(record.id, { ...noProgress, begun: index + 1, results });
      const namespacePath = networkPaths(this.#run, record.id).pin;
      const previous = results.at(-1);
      const answer = await this.#gate.pass(() =>
        runPlugin(this.#ports.run, { command: 'ADD', plugin, record, namespacePath, previous }),
      );
      if (!answer.ok) return answer;
      results.push(answer.value);
    }
    const begun = record.config.plugins.length;
    const progress: Progress = { begun, results, namespace: pinned.value, addressesFreed: false };
    await this.#records.note(record.id, progress);
    if (record.plan.mode === 'bridge') this.#gate.widen();
    return ok(progress);
  }

  async #check({ identity, holderPid, mode, ports }: NetworkPlan, config: NetworkConfig): Answer<undefined> {
    if (!isNetworkId(idOf(identity.attempt)))
      return err(fault('invalid-spec', `"${identity.attempt}" can not be the name of a network`));
    if (ports.length > 0 && !publishesPorts(config))
      return err(fault('invalid-spec', `network "${mode}" publishes no ports of the host`));
    const missing = await this.#missingPlugin(config);
    if (missing !== undefined) return err(missing);
    return holderPid === undefined ? done : this.#pins.checkHolder(holderPid);
  }

  async #missingPlugin({ plugins }: NetworkConfig): Promise<RuntimeFault | undefined> {
    const { cniPath } = this.#settings;
    const keepers = plugins.map((plugin) => addressKeeper(plugin)?.type).filter((type) => type !== undefined);
    for (const type of [...plugins.map((plugin) => plugin.type), ...keepers])
      if ((await findPlugin(type, cniPath)) === undefined) return noPlugin(type, cniPath);
    return undefined;
  }

  async #checkPorts({ ports }: NetworkPlan): Answer<undefined> {
    if (ports.length === 0) return done;
    const published = (await this.#records.all()).flatMap(({ plan }) => plan.ports);
    return checkPorts(ports, published, this.#ports.run);
  }
}

/** As Nomad tells plugins of the host's operator, but for what can't be said so. */
function argsFor({ identity: { job, group, alloc } }: NetworkPlan): string {
  const told = { NOMAD_JOB_ID: job, NOMAD_GROUP_NAME: group, NOMAD_ALLOC_ID: alloc };
  const sayable = Object.entries(told).filter(([, value]) => !/[;=]/.test(value));
  return ['IgnoreUnknown=true', ...sayable.map(([name, value]) => `${name}=${value}`)].join(';');
}
