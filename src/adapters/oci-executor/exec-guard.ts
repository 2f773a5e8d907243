import { readFile, readlink, rm } from 'node:fs/promises';

import type { TerminalSize } from '../../domain/model/exec.js';
import type { Cgroups } from '../../domain/ports/cgroups.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { ProcessIdentity, ProcessTable } from '../../domain/ports/process-table.js';
import { merged } from './both-outputs.js';
import type { ExecPaths } from './bundle.js';
import { type Launched, sizeWords } from './exec-launch.js';
import { unlessMissing } from './observer.js';
import type { CommandEnd } from './read-fault.js';
import { runCommand } from './run-command.js';

/** Milliseconds for the OCI runtime to run a command. */
const startBoundMs = 10_000;
/** Milliseconds for it to end once its command was killed. */
const endBoundMs = 5000;
/** Milliseconds from one look at a command to the next. */
const lookEveryMs = 50;
/** Milliseconds in which a terminal hands on what was printed last: the kernel does that beside its other work. */
const handOnMs = 100;
const resizeBoundMs = 5000;
/** No more is kept of what a runtime said. */
const keptBytes = 4096;
const never = new AbortController().signal;

export interface ExecGuardPorts {
  readonly processes: ProcessTable;
  readonly cgroups: Cgroups;
  readonly clock: Clock;
}

/** Sees to it that of one command nothing outlives it. */
export class ExecGuard {
  readonly #paths: ExecPaths;
  /** The group of the instance. */
  readonly #above: string;
  readonly #ports: ExecGuardPorts;
  #looking: Promise<unknown> = Promise.resolve();
  /** The command itself, once it was seen. */
  #command: ProcessIdentity | undefined;

  constructor(paths: ExecPaths, above: string, ports: ExecGuardPorts) {
    this.#paths = paths;
    this.#above = above;
    this.#ports = ports;
  }

  /** Undefined once the command runs, or ran; otherwise how that failed. */
  untilStarted(launched: Launched): Promise<CommandEnd | undefined> {
    const looked = this.#untilStarted(launched);
    this.#looking = looked;
    return looked;
  }

  async #untilStarted(launched: Launched): Promise<CommandEnd | undefined> {
    const { clock, processes } = this.#ports;
    const { child } = launched;
    const deadline = clock.steady() + startBoundMs;
    for (let waitMs = 2; ; waitMs = Math.min(waitMs * 2, 50)) {
      // Before the look: what ended after it may have run.
      const status = child.exitCode ?? child.signalCode;
      const pid = await this.#pid();
      if (pid !== undefined) {
        const found = await processes.identify(pid);
        if (found.ok) this.#command = found.value;
        return undefined;
      }
      if (child.pid === undefined)
        return { kind: 'not-run', cause: new Error(`${child.spawnfile} is missing`) };
      if (status !== null)
        return { kind: 'code', code: child.exitCode ?? -1, said: await this.#said(launched) };
      if (clock.steady() > deadline) return { kind: 'late', boundMs: startBoundMs };
      await clock.sleep(waitMs, never);
    }
  }

  /**
   * Ends what the command leaves behind. A runtime waits for all who may still print, so that from it alone one would
   * not learn that the command itself has ended.
   */
  async watch(session: { readonly isOver: boolean }, { letGo }: Launched): Promise<void> {
    const { processes, cgroups, clock } = this.#ports;
    const pid = (await this.#pid()) ?? 0;
    while (!session.isOver) {
      const now = await processes.identify(pid);
      // What could not be looked at just now may live on.
      if (now.ok) this.#command ??= now.value;
      if (now.ok && (now.value === undefined || now.value.startTicks !== this.#command?.startTicks)) break;
      await clock.sleep(lookEveryMs, never);
    }
    if (session.isOver) return;
    await cgroups.kill(this.#paths.group);
    await clock.sleep(handOnMs, never);
    letGo();
  }

  /**
   * Sets the size of the terminal itself, by the command that has it: not every runtime hands on what it hears of its
   * own. It is in file systems of the instance, so that it has no path here.
   */
  async resize(size: TerminalSize): Promise<void> {
    const command = this.#command;
    if (command === undefined) return;
    for (const number of ['0', '1', '2']) {
      const path = `/proc/${command.pid.toString()}/fd/${number}`;
      const isTerminal = (await readlink(path).catch(() => '')).startsWith('/dev/pts/');
      const alive = await this.#ports.processes.isAlive(command);
      if (!isTerminal || !alive.ok || !alive.value) continue;
      await runCommand('stty', ['-F', path, ...sizeWords(size)], resizeBoundMs);
      return;
    }
  }

  /** The runtime ends by itself once its command has. */
  async kill({ child: runtime, letGo }: Launched): Promise<void> {
    letGo();
    const { cgroups, clock } = this.#ports;
    const deadline = clock.steady() + endBoundMs;
    while (runtime.pid !== undefined && runtime.exitCode === null && runtime.signalCode === null) {
      await cgroups.kill(this.#paths.group);
      if (clock.steady() > deadline) runtime.kill('SIGKILL');
      await clock.sleep(20, never);
    }
  }

  /** Answers whether the kernel killed something of it for want of memory. */
  async clear(): Promise<boolean> {
    const { cgroups } = this.#ports;
    const { group, directory } = this.#paths;
    // Whether it ran is read out of what is taken away here.
    await this.#looking;
    await cgroups.kill(group);
    const kills = await cgroups.oomKills(group);
    await cgroups.remove(group, this.#above);
    await rm(directory, { recursive: true, force: true }).catch(() => undefined);
    return kills.ok && kills.value > 0;
  }

  async #said({ stdout, stderr }: Launched): Promise<string> {
    await this.#ports.cgroups.kill(this.#paths.group);
    let said = '';
    for await (const { bytes } of merged({ stdout, stderr }))
      if (said.length < keptBytes) said += Buffer.from(bytes).toString();
    return said;
  }

  async #pid(): Promise<number | undefined> {
    const text = await unlessMissing(readFile(this.#paths.pid, 'utf8'), '').catch(() => '');
    return /^\d+$/.test(text.trim()) ? Number(text) : undefined;
  }
}
