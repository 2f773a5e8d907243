import { type ChildProcess, spawn } from 'node:child_process';
import { access, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { OciExecutor } from '../../src/adapters/oci-executor/oci-executor.js';
import type { Identity } from '../../src/domain/model/identity.js';
import type { OwnerId } from '../../src/domain/model/ids.js';
import type { ProcessSpec } from '../../src/domain/model/process-spec.js';
import { aProcessSpec } from '../support/builders/a-process-spec.js';
import { someLimits } from '../support/builders/some-limits.js';
import { shellCommand } from '../support/deeds/shell-command.js';
import { hostClock } from '../support/host-clock.js';
import { anExecutor, type OciRuntimeName } from '../support/oci/an-executor.js';
import { tracesOf } from '../support/oci/traces.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import type { ForeignObject, RuntimeHarness, RuntimeTraits, SpecWish } from './runtime-harness.js';

export const ociTraits: RuntimeTraits = {
  realProcesses: true,
  endsLastLine: false,
  remote: false,
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
    specNamingAbsent: (identity: Identity) =>
      remembered(aProcessSpec({ identity, user: 'wharf-nobody-is-called-so' })),
    plantForeign: () => plantForeign(join(directory.path, 'run', 'oci', 'foreign'), strangers),
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
