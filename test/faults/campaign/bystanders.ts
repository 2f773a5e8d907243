import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Identity, labelsOf } from '../../../src/domain/model/identity.js';
import { taskEnvironment } from '../../support/builders/a-host-object.js';
import { anAllocId, anIdentity, anOwnerId } from '../../../src/testing/builders/an-identity.js';
import { engineRequest } from '../../support/engine/engine-request.js';
import type { Place } from './place.js';

/** What stands about on the host while everything else breaks: of others, to be left alone, and of ours, wanted by nobody. */
export class Bystanders {
  readonly #place: Place;
  readonly #foreign: string[] = [];
  /** Containers; there for as long as nothing removes them. */
  readonly #untracked: string[] = [];
  readonly #bundle: string;
  readonly #stranger: ChildProcess;

  private constructor(place: Place, bundle: string) {
    this.#place = place;
    this.#bundle = bundle;
    this.#stranger = spawn('sleep', ['100000'], { stdio: 'ignore' });
  }

  static async plant(place: Place): Promise<Bystanders> {
    const identity = anIdentity({ owner: anOwnerId() });
    const bundle = await plantBundle(place, identity, place.tools.runtimePaths.runc);
    const all = new Bystanders(place, bundle);
    const foreign = [
      { Labels: labelsOf(anIdentity({ owner: anOwnerId() })) },
      { Labels: { foreign: 'yes' } },
      { Env: Object.entries(taskEnvironment(anAllocId())).map(([name, value]) => `${name}=${value}`) },
    ];
    for (const body of foreign) all.#foreign.push(await plantContainer(place, body));
    await engineRequest(place.engine.socketPath, `/containers/${all.#foreign[0] ?? ''}/start`, {
      method: 'POST',
    });
    return all;
  }

  /** Of our owner, and tracked by nobody: the ids. One of them was made by the OCI runtime at `runtime`. */
  async plantUntracked(runtime: string): Promise<readonly string[]> {
    const identity = (): Identity => anIdentity({ owner: this.#place.host.nodeId });
    const running = await this.#plantUntracked(identity());
    await engineRequest(this.#place.engine.socketPath, `/containers/${running}/start`, { method: 'POST' });
    const created = await this.#plantUntracked(identity());
    return [running, created, (await plantBundle(this.#place, identity(), runtime)).split('/').at(-1) ?? ''];
  }

  async #plantUntracked(identity: Identity): Promise<string> {
    const id = await plantContainer(this.#place, { Labels: labelsOf(identity) });
    this.#untracked.push(id);
    return id;
  }

  /** As they are: the same lines mean that nobody touched them. */
  async look(): Promise<readonly string[]> {
    const containers = await Promise.all(
      this.#foreign.map(async (id) => {
        const { json } = await engineRequest(this.#place.engine.socketPath, `/containers/${id}/json`);
        return JSON.stringify({ id, state: (json as { readonly State?: object } | undefined)?.State });
      }),
    );
    const files = await readdir(this.#bundle).catch(() => ['no bundle']);
    const record = await readFile(join(this.#bundle, 'instance.json'), 'utf8').catch(() => 'no record');
    const { exitCode, signalCode } = this.#stranger;
    return [...containers, ...files, record, `${String(exitCode)} ${String(signalCode)}`];
  }

  async remove(): Promise<void> {
    this.#stranger.kill('SIGKILL');
    await rm(this.#bundle, { recursive: true, force: true });
    for (const id of [...this.#foreign, ...this.#untracked])
      await engineRequest(this.#place.engine.socketPath, `/containers/${id}?force=1`, { method: 'DELETE' });
  }
}

async function plantContainer({ engine }: Place, body: object): Promise<string> {
  const asked = { Image: 'busybox:local', Cmd: ['sleep', '100000'], ...body };
  const host = { HostConfig: { NetworkMode: 'none' } };
  const { json } = await engineRequest(engine.socketPath, '/containers/create', {
    method: 'POST',
    body: { ...asked, ...host },
  });
  return (json as { readonly Id: string }).Id;
}

/** A bundle of which there is no more than the record. */
async function plantBundle({ settings, host }: Place, identity: Identity, runtime: string): Promise<string> {
  const id = `wharf-planted-${randomUUID().slice(0, 8)}`;
  const bundle = join(settings.runDirectory, 'oci', id);
  await mkdir(bundle, { recursive: true });
  const record = { name: id, createdAt: Date.now(), bootId: host.bootId, runtime };
  await writeFile(join(bundle, 'instance.json'), JSON.stringify({ ...record, labels: labelsOf(identity) }));
  return bundle;
}
