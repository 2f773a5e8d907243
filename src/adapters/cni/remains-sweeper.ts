import { fault } from '../../domain/faults/runtime-fault.js';
import type { NetworkAddress } from '../../domain/model/group-network.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import { removeLeases, shownLeases } from './leases.js';
import { isThere, removeLinks, shownLinks } from './links.js';
import type { NamespacePins } from './namespace-pins.js';
import type { NetworkRecord, Progress } from './network-record.js';
import { hostLinksIn, type HostLink } from './plugin-result.js';
import { removeRules, shownRules } from './rules.js';
import type { RunProgram } from './run-program.js';

const ruleMakers = ['bridge', 'ptp', 'firewall', 'portmap'];

/** Looks at the host for what is left of a network, and takes it away: only what carries its id, or what it was told of. */
export class RemainsSweeper {
  readonly #pins: NamespacePins;
  readonly #run: RunProgram;

  constructor(pins: NamespacePins, run: RunProgram) {
    this.#pins = pins;
    this.#run = run;
  }

  /** A fault while there is still something. Rules that tell nothing but an address are its own if it has these. */
  async sweep(
    record: NetworkRecord,
    progress: Progress,
    addresses: readonly NetworkAddress[],
  ): Answer<undefined> {
    if (progress.begun === 0) return done;
    const rules = await this.#sweepRules(record, progress, { id: record.id, addresses });
    if (!rules.ok) return rules;
    const inside = await this.#sweepInside(record);
    if (!inside.ok) return inside;
    const links = await this.#sweepLinks(progress.results.flatMap(hostLinksIn));
    if (!links.ok) return links;
    await removeLeases(record.config, record.id);
    const leases = await shownLeases(record.config, record.id);
    return leases.length === 0 ? done : err(left(record, leases.join(', ')));
  }

  /** What tells nothing but an address: its own for as long as nobody else can have that. */
  sweepAddressRules(
    record: NetworkRecord,
    progress: Progress,
    addresses: readonly NetworkAddress[],
  ): Answer<undefined> {
    return addresses.length === 0
      ? Promise.resolve(done)
      : this.#sweepRules(record, progress, { id: undefined, addresses });
  }

  async #sweepRules(
    record: NetworkRecord,
    { begun }: Progress,
    { id, addresses }: { readonly id: string | undefined; readonly addresses: readonly NetworkAddress[] },
  ): Answer<undefined> {
    const networkName = record.config.name;
    const marks = { networkName, id, addresses: addresses.map(({ address }) => address) };
    if (!record.config.plugins.slice(0, begun).some(({ type }) => ruleMakers.includes(type))) return done;
    const shown = await shownRules(this.#run, marks);
    if (!shown.ok) return shown;
    if (shown.value.length === 0) return done;
    const removed = await removeRules(this.#run, marks);
    if (!removed.ok) return removed;
    const again = await shownRules(this.#run, marks);
    if (!again.ok) return again;
    const tables = again.value.map(({ name }) => name);
    return tables.length === 0 ? done : err(left(record, `rules in ${tables.join(', ')}`));
  }

  /** With the end that is inside a pair of links goes as a whole. */
  async #sweepInside(record: NetworkRecord): Answer<undefined> {
    if ((await this.#pins.namespaceOf(record.id)) === undefined) return done;
    const inside = this.#pins.inside(record.id);
    if (!(await isThere(inside, 'eth0'))) return done;
    await inside({ program: 'ip', args: ['link', 'delete', 'dev', 'eth0'] });
    return (await isThere(inside, 'eth0')) ? err(left(record, 'eth0 in its namespace')) : done;
  }

  async #sweepLinks(links: readonly HostLink[]): Answer<undefined> {
    const shown = await shownLinks(this.#run, links);
    if (!shown.ok) return shown;
    if (shown.value.length === 0) return done;
    const removed = await removeLinks(this.#run, shown.value);
    if (!removed.ok) return removed;
    const again = await shownLinks(this.#run, links);
    if (!again.ok) return again;
    const [first] = again.value;
    return first === undefined ? ok(undefined) : err(fault('internal', `link ${first.name} is still there`));
  }
}

const left = ({ id }: NetworkRecord, what: string) =>
  fault('internal', `of network ${id} there is still on the host: ${what}`);
