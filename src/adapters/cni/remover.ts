import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err } from '../../domain/shared/result.js';
import { lastIndexWhere } from './last-index.js';
import type { NamespacePins } from './namespace-pins.js';
import { addressKeeper, type PluginConfig } from './network-config.js';
import { networkPaths, type RunPaths } from './network-paths.js';
import type { NetworkRecord, Progress } from './network-record.js';
import type { NetworkRecords } from './network-records.js';
import { addressesIn } from './plugin-result.js';
import type { PluginGate } from './plugin-gate.js';
import { runPlugin } from './plugins.js';
import { RemainsSweeper } from './remains-sweeper.js';
import type { CniPorts } from './settings.js';
import { endWorking } from './working-plugins.js';

/** Of these, and of what is made by them, the host shows what is left: so what they say themselves does not matter. */
const shownTypes = ['bridge', 'ptp', 'firewall', 'portmap', 'loopback'];
const shownKeepers = ['host-local', 'static'];

/** Takes networks off the host, also half-made and half-removed ones. Throws what the file system says. */
export class Remover {
  readonly #run: RunPaths;
  readonly #records: NetworkRecords;
  readonly #pins: NamespacePins;
  readonly #ports: CniPorts;
  readonly #sweeper: RemainsSweeper;
  readonly #gate: PluginGate;

  constructor(
    run: RunPaths,
    { records, pins }: { readonly records: NetworkRecords; readonly pins: NamespacePins },
    ports: CniPorts,
    gate: PluginGate,
  ) {
    this.#run = run;
    this.#records = records;
    this.#pins = pins;
    this.#ports = ports;
    this.#gate = gate;
    this.#sweeper = new RemainsSweeper(pins, ports.run);
  }

  async remove(id: InstanceId): Answer<undefined> {
    if ((await this.#records.text(id)) === undefined) return this.#leave();
    const record = await this.#records.read(id);
    if (record === undefined) return err(fault('internal', `the record of network ${id} makes no sense`));
    const ended = await endWorking(id, this.#ports);
    if (!ended.ok) return ended;
    const progress = { ...(await this.#records.progress(id)), namespace: undefined };
    await this.#records.note(id, progress);
    const unmade = await this.#unmake(record, progress);
    if (!unmade.ok) return unmade;
    const unpinned = await this.#pins.unpin(id);
    if (!unpinned.ok) return unpinned;
    await this.#records.vanish(id);
    return this.#leave();
  }

  /** What is not the network's own any more, and may be left by who removed one before. */
  async #leave(): Answer<undefined> {
    await this.#records.removePartials();
    await this.#pins.release();
    return done;
  }

  async #unmake(record: NetworkRecord, progress: Progress): Answer<undefined> {
    const keeper = lastIndexWhere(record.config.plugins, (plugin) => addressKeeper(plugin) !== undefined);
    const begun = record.config.plugins.slice(0, progress.begun);
    // Once the address is free, rules that tell it may be another's: who made such ones is not asked again.
    const behind = progress.addressesFreed
      ? done
      : await this.#deleteAll(begun.slice(keeper + 1), record, progress);
    if (keeper !== -1 && !progress.addressesFreed) {
      const cleared = behind.ok ? await this.#clear(record, progress) : behind;
      if (!cleared.ok) return cleared;
    }
    const rest = await this.#deleteAll(begun.slice(0, keeper + 1), record, progress);
    const addresses = keeper === -1 ? addressesIn(progress.results.at(-1)) : [];
    const swept = await this.#sweeper.sweep(record, progress, addresses);
    return [swept, behind, rest].find((each) => !each.ok) ?? done;
  }

  /** In reverse, and all of them even if one fails. */
  async #deleteAll(
    plugins: readonly PluginConfig[],
    record: NetworkRecord,
    progress: Progress,
  ): Answer<undefined> {
    let failure: RuntimeFault | undefined;
    for (const plugin of [...plugins].reverse()) {
      const deleted = await this.#delete(plugin, record, progress);
      if (!deleted.ok && !isShown(plugin)) failure ??= deleted.error;
    }
    return failure === undefined ? done : err(failure);
  }

  /** All that tells nothing but an address goes before that is free for others. */
  async #clear(record: NetworkRecord, progress: Progress): Answer<undefined> {
    const cleared = await this.#sweeper.sweepAddressRules(
      record,
      progress,
      addressesIn(progress.results.at(-1)),
    );
    if (cleared.ok) await this.#records.note(record.id, { ...progress, addressesFreed: true });
    return cleared;
  }

  async #delete(plugin: PluginConfig, record: NetworkRecord, { results }: Progress): Answer<undefined> {
    const { id } = record;
    const isPinned = (await this.#pins.namespaceOf(id)) !== undefined;
    const namespacePath = isPinned ? networkPaths(this.#run, id).pin : '';
    const previous = results.at(-1);
    const answer = await this.#gate.pass(() =>
      runPlugin(this.#ports.run, { command: 'DEL', plugin, record, namespacePath, previous }),
    );
    return answer.ok ? done : answer;
  }
}

function isShown(plugin: PluginConfig): boolean {
  const keeper = addressKeeper(plugin)?.type;
  return (
    shownTypes.includes(plugin.type) &&
    (keeper === undefined || shownKeepers.includes(keeper)) &&
    !JSON.stringify(plugin).includes('nftables')
  );
}
