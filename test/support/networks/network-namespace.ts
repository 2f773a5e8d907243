import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A network namespace with nothing but its loopback, in which programs of a test make bridges and rules, so that the
 * host's stay as they are.
 */
export class NetworkNamespace {
  readonly path: string;
  /** Goes before a command that is to run in it. */
  readonly enter: readonly [string, ...string[]];

  private constructor(path: string) {
    this.path = path;
    this.enter = ['nsenter', `--net=${path}`];
  }

  static async make(): Promise<NetworkNamespace> {
    const path = join(await mkdtemp(join(tmpdir(), 'wharf-netns-')), 'net');
    await writeFile(path, '');
    await run('unshare', [`--net=${path}`, 'true']);
    const made = new NetworkNamespace(path);
    await made.run('ip', 'link', 'set', 'lo', 'up');
    return made;
  }

  /** What a command prints that is run in it. */
  async run(command: string, ...words: readonly string[]): Promise<string> {
    const [program, ...before] = this.enter;
    return (await run(program, [...before, command, ...words])).stdout;
  }

  /** As the kernel numbers it. */
  async number(): Promise<string> {
    return (await stat(this.path)).ino.toString();
  }

  async leave(): Promise<void> {
    await run('umount', [this.path]);
    await rm(join(this.path, '..'), { recursive: true });
  }
}
