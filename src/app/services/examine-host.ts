import type { TaskDriver } from '../../domain/ports/task-driver.js';
import type { DriverExamination, HostExamination } from '../app.js';

/** What this host has and lacks, driver by driver. */
export class ExamineHost {
  readonly #drivers: ReadonlyMap<string, TaskDriver>;
  /** Drivers that the configuration turned off, and the setting that turns them on. */
  readonly #disabled: ReadonlyMap<string, string>;

  constructor(drivers: ReadonlyMap<string, TaskDriver>, disabled: ReadonlyMap<string, string>) {
    this.#drivers = drivers;
    this.#disabled = disabled;
  }

  async examine(signal: AbortSignal): Promise<HostExamination> {
    const drivers = await Promise.all(
      [...this.#drivers].map(([name, driver]) => this.#look(name, driver, signal)),
    );
    return { usable: drivers.some(({ usable }) => usable), drivers };
  }

  async #look(driver: string, able: TaskDriver, signal: AbortSignal): Promise<DriverExamination> {
    const remedy = this.#disabled.get(driver);
    if (remedy !== undefined)
      return { driver, usable: false, summary: 'turned off by the configuration', remedy };
    const found = await able.fingerprint(signal);
    return found.ok
      ? { driver, usable: true, summary: found.value.summary, remedy: undefined }
      : { driver, usable: false, summary: found.error.message, remedy: found.error.remedy };
  }
}
