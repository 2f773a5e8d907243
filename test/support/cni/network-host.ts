import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { CniNetworks } from '../../../src/adapters/cni/cni-networks.js';
import { programRunner, type RunProgram } from '../../../src/adapters/cni/run-program.js';
import type { CniSettings } from '../../../src/adapters/cni/settings.js';
import { ProcfsProcessTable } from '../../../src/adapters/procfs/procfs-process-table.js';
import { hostClock } from '../host-clock.js';
import { temporaryDirectory } from '../temporary-directory.js';

const run = promisify(execFile);

/** Of a network of the host's operator, over another bridge, which publishes no ports. */
export const plainNetwork = 'plain';

/** A network that plays the host's, so that the links and rules of this machine stay as they are. */
export class NetworkHost {
  readonly directory: string;
  readonly #remove: () => Promise<void>;

  private constructor(directory: string, remove: () => Promise<void>) {
    this.directory = directory;
    this.#remove = remove;
  }

  static async make(): Promise<NetworkHost> {
    const directory = await temporaryDirectory();
    const { path } = directory;
    const host = new NetworkHost(path, () => directory.remove());
    await writeFile(host.#namespace, '');
    await run('unshare', [`--net=${host.#namespace}`, 'ip', 'link', 'set', 'lo', 'up']);
    await mkdir(join(path, 'config'));
    await writeFile(join(path, 'config', '10-plain.conflist'), JSON.stringify(plainConfig(path)));
    return host;
  }

  /** What brings a program into it. */
  get prefix(): readonly [string, ...string[]] {
    return ['nsenter', `--net=${this.#namespace}`, '--'];
  }

  settings(over: Partial<CniSettings> = {}): CniSettings {
    return {
      cniPath: ['/usr/lib/cni', '/opt/cni/bin'],
      bridgeName: 'wharf',
      bridgeSubnet: '172.26.64.0/20',
      runDirectory: join(this.directory, 'run'),
      cniConfigDirectory: join(this.directory, 'config'),
      ...over,
    };
  }

  /** Runs programs there. */
  get run(): RunProgram {
    return programRunner(this.prefix);
  }

  networks(over: Partial<CniSettings> = {}, program: RunProgram = this.run): CniNetworks {
    const ports = { clock: hostClock, processes: new ProcfsProcessTable(), run: program };
    return new CniNetworks(this.settings(over), ports);
  }

  /** What a program there says. */
  async output(program: string, args: readonly string[]): Promise<string> {
    const [enter, ...words] = this.prefix;
    return (await run(enter, [...words, program, ...args], { maxBuffer: 64 * 1024 * 1024 })).stdout;
  }

  /** All that networks have left there, without what their first one makes for all. */
  async traces(): Promise<readonly string[]> {
    const links = await this.output('ip', ['-o', 'link']);
    const rules = [await this.output('iptables-save', []), await this.output('ip6tables-save', [])].join(
      '\n',
    );
    const mounts = await readFile('/proc/self/mountinfo', 'utf8');
    const files = await readdir(this.directory, { recursive: true });
    return [
      ...links.split('\n').filter((line) => line.includes('veth')),
      ...rules.split('\n').filter((line) => /wharf-[0-9a-f]|\/32|CNI-(?:DN-)?[0-9a-f]{20}/.test(line)),
      ...mounts.split('\n').filter((line) => line.includes(join(this.directory, 'run'))),
      ...files.filter((file) => /\/wharf-|\/partial\/|leases\/.*\/\d+\.\d+\.\d+\.\d+$/.test(file)),
    ];
  }

  async dispose(): Promise<void> {
    await run('umount', [this.#namespace]);
    await this.#remove();
  }

  get #namespace(): string {
    return join(this.directory, 'host-network');
  }
}

const plainConfig = (directory: string): object => ({
  cniVersion: '0.4.0',
  name: plainNetwork,
  plugins: [
    {
      type: 'bridge',
      bridge: 'wharf-plain',
      isGateway: true,
      ipam: {
        type: 'host-local',
        dataDir: join(directory, 'plain-leases'),
        ranges: [[{ subnet: '172.27.0.0/24' }]],
      },
    },
  ],
});
