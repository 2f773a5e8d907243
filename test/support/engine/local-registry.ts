import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';

import { eventually } from '../../../src/testing/eventually.js';
import { type TemporaryDirectory, temporaryDirectory } from '../temporary-directory.js';

/** A registry on this machine to pull from; the engine trusts 127.0.0.0/8. */
export interface LocalRegistry {
  /** As it stands before an image's name. */
  readonly host: string;
  readonly close: () => Promise<void>;
}

/** The account that a registry with `login` knows: user `wharf`, password `secret` (bcrypt). */
export const account = { username: 'wharf', password: 'secret', server: undefined };
const htpasswd = 'wharf:$2b$05$wharfwharfwharfwharfwulCbp1BzYyVyxNQcFIyy2b9wqorGoALW';

export async function localRegistry({ login = false } = {}): Promise<LocalRegistry> {
  const directory = await temporaryDirectory();
  const host = `127.0.0.1:${(await freePort()).toString()}`;
  const config = await writeConfig(directory, host, login);
  const registry = spawn('docker-registry', ['serve', config], { stdio: 'ignore' });
  await eventually(async () => (await fetch(`http://${host}/`)).status === 200);
  return {
    host,
    close: async () => {
      await ended(registry);
      await directory.remove();
    },
  };
}

async function writeConfig({ path }: TemporaryDirectory, host: string, login: boolean): Promise<string> {
  await mkdir(`${path}/data`);
  await writeFile(`${path}/htpasswd`, `${htpasswd}\n`);
  const auth = { htpasswd: { realm: 'wharf', path: `${path}/htpasswd` } };
  const config = {
    version: 0.1,
    storage: { filesystem: { rootdirectory: `${path}/data` } },
    http: { addr: host },
    log: { level: 'error' },
    ...(login ? { auth } : {}),
  };
  await writeFile(`${path}/config.yml`, JSON.stringify(config));
  return `${path}/config.yml`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
