import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { eventually } from '../../../src/testing/eventually.js';
import type { PrivateEngine } from './private-engine.js';

const run = promisify(execFile);
const script = (name: string, ...args: readonly string[]): Promise<{ readonly stdout: string }> =>
  run(fileURLToPath(new URL(`../../../../scripts/${name}`, import.meta.url)), args);

/** A real Docker Engine of one test, which may stop it, end it and start it again. */
export class OwnEngine implements PrivateEngine {
  readonly directory: string;
  readonly socketPath: string;

  private constructor(directory: string, socketPath: string) {
    this.directory = directory;
    this.socketPath = socketPath;
  }

  /** `settings` as in its daemon.json. */
  static async start(settings: object = {}): Promise<OwnEngine> {
    const directory = await mkdtemp('/tmp/wharf-engine-');
    await writeFile(join(directory, 'daemon.json'), JSON.stringify(settings));
    const { stdout } = await script('private-engine.sh', 'start', directory);
    const engine = new OwnEngine(directory, stdout.trim());
    await script('busybox-image.sh', engine.socketPath);
    return engine;
  }

  get endpoint(): string {
    return `unix://${this.socketPath}`;
  }

  /** Ends it, as a service manager does or by force, and answers once another one answers. */
  async restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const pid = await this.#pid();
    process.kill(pid, signal);
    await eventually(async () => !(await isThere(pid)), 60_000);
    await script('private-engine.sh', 'start', this.directory);
  }

  /** Ends what has its containers; answers once the engine has another one. */
  async killContainerd(): Promise<void> {
    const pidOf = async (): Promise<number> =>
      Number(await readFile(join(this.directory, 'exec/containerd/containerd.pid'), 'utf8'));
    const pid = await pidOf();
    process.kill(pid, 'SIGKILL');
    await eventually(async () => {
      const next = await pidOf();
      return next !== pid && (await isThere(next));
    }, 60_000);
  }

  /** It keeps its socket and all that is said to it, and does nothing. */
  async freeze(): Promise<void> {
    process.kill(await this.#pid(), 'SIGSTOP');
  }

  async thaw(): Promise<void> {
    process.kill(await this.#pid(), 'SIGCONT');
  }

  async leave(): Promise<void> {
    await this.thaw().catch(() => undefined);
    await script('private-engine.sh', 'stop', this.directory);
  }

  async #pid(): Promise<number> {
    return Number(await readFile(join(this.directory, 'docker.pid'), 'utf8'));
  }
}

/** A dead child of nobody waits to be reaped where there is no init that does. */
async function isThere(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid.toString()}/stat`, 'utf8').catch(() => ') X');
  return !/\) [ZX]/.test(stat);
}
