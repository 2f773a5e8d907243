import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { labelOf } from '../../../src/domain/model/identity.js';
import type { OwnerId } from '../../../src/domain/model/ids.js';
import { isJsonObject, type Json } from '../../../src/domain/shared/json.js';
import { engineRequest } from '../../support/engine/engine-request.js';

/** Something on the host that carries our owner. */
export interface OwnObject {
  readonly runtime: 'docker' | 'exec';
  readonly id: string;
  readonly attempt: string;
}

/** In the command of every task; what follows it tells whose life it is. */
export const marker = 'wharf-faults';

/** What is on the host, by the engine's own socket and the files and processes themselves: nothing of wharf in between. */
export class Truth {
  readonly #socketPath: string;
  readonly #bundles: string;
  readonly #owner: OwnerId;

  constructor(socketPath: string, runDirectory: string, owner: OwnerId) {
    this.#socketPath = socketPath;
    this.#bundles = join(runDirectory, 'oci');
    this.#owner = owner;
  }

  async objects(): Promise<readonly OwnObject[]> {
    return [...(await this.#containers()), ...(await this.#processes())];
  }

  async ofAttempt(attempt: string): Promise<readonly OwnObject[]> {
    return (await this.objects()).filter((object) => object.attempt === attempt);
  }

  async #containers(): Promise<readonly OwnObject[]> {
    const filters = encodeURIComponent(JSON.stringify({ label: [`${labelOf('owner')}=${this.#owner}`] }));
    const { json } = await engineRequest(this.#socketPath, `/containers/json?all=1&filters=${filters}`);
    return (json as readonly { readonly Id: string; readonly Labels: Json }[]).map(({ Id: id, Labels }) => ({
      runtime: 'docker',
      id,
      attempt: labelIn(Labels, 'attempt'),
    }));
  }

  async #processes(): Promise<readonly OwnObject[]> {
    const names = await readdir(this.#bundles).catch(() => []);
    const objects = await Promise.all(
      names.map(async (id): Promise<readonly OwnObject[]> => {
        const text = await readFile(join(this.#bundles, id, 'instance.json'), 'utf8').catch(() => '');
        const labels = text === '' ? null : (JSON.parse(text) as { readonly labels: Json }).labels;
        const isOurs = labelIn(labels, 'owner') === this.#owner;
        return isOurs ? [{ runtime: 'exec', id, attempt: labelIn(labels, 'attempt') }] : [];
      }),
    );
    return objects.flat();
  }
}

function labelIn(labels: Json, key: 'owner' | 'attempt'): string {
  const value = isJsonObject(labels) ? labels[labelOf(key)] : undefined;
  return typeof value === 'string' ? value : '';
}

/** Marks of the tasks whose first process lives, one for each. */
export async function livingTasks(): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return (await Promise.all(pids.map(markOf))).flat();
}

async function markOf(pid: string): Promise<readonly string[]> {
  const read = (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const [, mark] = new RegExp(`: (${marker}-[^;]+);`).exec(await read('cmdline')) ?? [];
  if (mark === undefined) return [];
  const status = await read('status');
  const isFirst = /^NSpid:.*\t1$/m.test(status);
  return isFirst && !/^State:\t[ZX]/m.test(status) ? [mark] : [];
}
