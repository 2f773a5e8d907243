import type { RuntimeDescription } from '../../domain/model/instance.js';
import type { NetworkProvisioner } from '../../domain/ports/network-provisioner.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { TaskDriver } from '../../domain/ports/task-driver.js';
import type { DriverExamination, HostExamination, NetworkExamination } from '../app.js';

/** What this host has and lacks, driver by driver, and for networks of groups. */
export class ExamineHost {
  readonly #drivers: ReadonlyMap<string, TaskDriver>;
  /** Drivers that the configuration turned off, and the setting that turns them on. */
  readonly #disabled: ReadonlyMap<string, string>;
  readonly #networks: Pick<NetworkProvisioner, 'describe'>;

  constructor(
    drivers: ReadonlyMap<string, TaskDriver>,
    disabled: ReadonlyMap<string, string>,
    networks: Pick<NetworkProvisioner, 'describe'>,
  ) {
    this.#drivers = drivers;
    this.#disabled = disabled;
    this.#networks = networks;
  }

  async examine(signal: AbortSignal): Promise<Omit<HostExamination, 'volumes'>> {
    const drivers = await Promise.all(
      [...this.#drivers].map(([name, driver]) => this.#look(name, driver, signal)),
    );
    const network = examined(await this.#networks.describe(signal));
    return { usable: drivers.some(({ usable }) => usable), drivers, network };
  }

  async #look(driver: string, able: TaskDriver, signal: AbortSignal): Promise<DriverExamination> {
    const remedy = this.#disabled.get(driver);
    if (remedy !== undefined)
      return { driver, usable: false, summary: 'turned off by the configuration', remedy };
    return { driver, ...examined(await able.fingerprint(signal)) };
  }
}

const examined = (found: Awaited<Answer<RuntimeDescription>>): NetworkExamination =>
  found.ok
    ? { usable: true, summary: found.value.summary, remedy: undefined }
    : { usable: false, summary: found.error.message, remedy: found.error.remedy };
