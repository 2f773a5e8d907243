import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { access, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { OciExecutor } from '../../src/adapters/oci-executor/oci-executor.js';
import type { Identity } from '../../src/domain/model/identity.js';
import type { InstanceId, OwnerId } from '../../src/domain/model/ids.js';
import type { ProcessSpec } from '../../src/domain/model/process-spec.js';
import { aProcessSpec } from '../../src/testing/builders/a-process-spec.js';
import { someLimits } from '../../src/testing/builders/some-limits.js';
import { execCommand } from '../../src/testing/deeds/exec-command.js';
import { shellCommand } from '../../src/testing/deeds/shell-command.js';
import { hostClock } from '../support/host-clock.js';
import { anExecutor, type OciRuntimeName } from '../support/oci/an-executor.js';
import { tracesOf } from '../support/oci/traces.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import type {
  ForeignObject,
  RuntimeHarness,
  RuntimeTraits,
  SpecWish,
} from '../../src/testing/contract/runtime-harness.js';

export const ociTraits: RuntimeTraits = {
  realProcesses: true,
  endsLastLine: false,
  remote: false,
  shared: false,
  boundMs: 15_000,
};

/** An executor with a run directory of its own over this host. */
export async function ociHarness(runtime: OciRuntimeName): Promise<RuntimeHarness<ProcessSpec>> {
  const directory = await temporaryDirectory();
  const next: OciExecutor = await anExecutor(directory.path, runtime);
  const named = new Map<OwnerId, Set<string>>();
  const strangers: ChildProcess[] = [];
  const remembered = (spec: ProcessSpec): ProcessSpec => {
    const { owner } = spec.identity;
    named.set(owner, (named.get(owner) ?? new Set()).add(spec.name));
    return spec;
  };
  return {
    subject: await anExecutor(directory.path, runtime),
    restarted: () => next,
    unresponsive: () => Promise.reject(new Error('this host always answers')),
    spec: (wish) => remembered(specFor(wish)),
    command: execCommand,
    specNamingAbsent: (identity: Identity) =>
      remembered(aProcessSpec({ identity, user: 'wharf-nobody-is-called-so' })),
    plantForeign: () => plantForeign(join(directory.path, 'run', 'oci', 'foreign'), strangers),
    plantLabelled: (labels) => plantLabelled(join(directory.path, 'run', 'oci'), labels),
    plantUnlabelled: () => Promise.reject(new Error('nobody else makes bundles')),
    plantLookedAt: async (then) => {
      // Where a record can't be read, nothing can be listed: not for the others to suffer from.
      const place = then === 'fails' ? join(directory.path, 'blind') : directory.path;
      const bundles = join(place, 'run', 'oci');
      const record = join(bundles, await plantLabelled(bundles, {}), 'instance.json');
      await rm(record);
      if (then === 'vanishes') return next;
      await mkdir(record);
      return anExecutor(place, runtime);
    },
    cutShort: () => Promise.reject(new Error('this host always answers in full')),
    leftovers: async (owner) =>
      (await Promise.all([...(named.get(owner) ?? [])].map((name) => tracesOf(name, directory.path)))).flat(),
    now: () => hostClock.now(),
    dispose: async () => {
      for (const stranger of strangers) stranger.kill('SIGKILL');
      await directory.remove();
    },
  };
}

const specFor = ({ identity, deed, memoryBytes }: SpecWish): ProcessSpec =>
  aProcessSpec({
    identity,
    command: shellCommand(deed, identity.attempt),
    environment: { PATH: '/usr/local/bin:/usr/bin:/bin', WHARF_WORD: 'two words' },
    workDir: '/tmp',
    limits: someLimits({ memoryBytes }),
  });

/** A bundle that somebody else put where ours are, and a process of theirs. */
async function plantForeign(bundle: string, strangers: ChildProcess[]): Promise<ForeignObject> {
  await mkdir(bundle, { recursive: true });
  await writeFile(join(bundle, 'config.json'), '{}');
  const stranger = spawn('sleep', ['1000']);
  strangers.push(stranger);
  return {
    isUntouched: async () => {
      await access(`/proc/${String(stranger.pid)}`);
      return (
        stranger.exitCode === null &&
        (await readdir(bundle)).length === 1 &&
        (await readFile(join(bundle, 'config.json'), 'utf8')) === '{}'
      );
    },
  };
}

/** A bundle of which there is no more than the record. */
async function plantLabelled(bundles: string, labels: Readonly<Record<string, string>>): Promise<InstanceId> {
  const id = randomUUID() as InstanceId;
  await mkdir(join(bundles, id), { recursive: true });
  await writeFile(join(bundles, id, 'instance.json'), JSON.stringify({ createdAt: hostClock.now(), labels }));
  return id;
}
