import { execFile } from 'node:child_process';

import { fault } from '../../domain/faults/runtime-fault.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Diagnostics } from '../../domain/ports/diagnostics.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err } from '../../domain/shared/result.js';
import type { ServiceManagement } from './notify-variables.js';

export interface ServiceManagerParts {
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  /** Looked up in PATH. */
  readonly program?: string;
}

/** It is told in a few milliseconds, or not at all. */
const longestTellingMs = 5000;

/**
 * Tells the service manager that started this process how the process is, through its own program: Node can't send what
 * it wants to receive.
 */
export class ServiceManager {
  readonly #management: ServiceManagement;
  readonly #parts: ServiceManagerParts;

  constructor(management: ServiceManagement, parts: ServiceManagerParts) {
    this.#management = management;
    this.#parts = parts;
  }

  /** The agent can be asked from now on. `unavailable` when the service manager could not be told. */
  ready(): Answer<undefined> {
    return this.#tell('READY=1');
  }

  /** It ends, and what follows is no failure. */
  stopping(): Answer<undefined> {
    return this.#tell('STOPPING=1');
  }

  /** Says twice as often as it has to that the process is well, as long as it is, until the signal aborts. */
  async keepAlive(isWell: () => boolean, signal: AbortSignal): Promise<void> {
    const { watchdogMs } = this.#management;
    if (watchdogMs === undefined) return;
    while (!signal.aborted) {
      if (isWell()) await this.#ping();
      await this.#parts.clock.sleep(watchdogMs / 2, signal);
    }
  }

  async #ping(): Promise<void> {
    const told = await this.#tell('WATCHDOG=1');
    if (!told.ok) this.#parts.diagnostics.note('warn', told.error.message, { error: told.error.cause });
  }

  #tell(words: string): Answer<undefined> {
    const { program = 'systemd-notify' } = this.#parts;
    const env = { PATH: process.env['PATH'], NOTIFY_SOCKET: this.#management.socket };
    return new Promise((resolve) => {
      execFile(program, ['--no-block', words], { env, timeout: longestTellingMs }, (error) => {
        resolve(error === null ? done : err(notTold(words, error)));
      });
    });
  }
}

const notTold = (words: string, cause: Error): ReturnType<typeof fault> =>
  fault('unavailable', `the service manager could not be told ${words}: ${cause.message.trim()}`, {
    remedy: 'apt-get install systemd, which has systemd-notify; or run the agent without Type=notify',
    cause,
  });
