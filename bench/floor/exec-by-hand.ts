import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

/** Paths of the two programs; everything else is on their command lines. */
export interface HandTools {
  readonly conmon: string;
  readonly runtime: string;
}

/** Where a container started by hand keeps what conmon writes about it. */
export interface HandFiles {
  readonly bundle: string;
  readonly log: string;
  readonly exits: string;
}

export const handFiles = (bundle: string): HandFiles => ({
  bundle,
  log: join(bundle, 'output.log'),
  exits: join(bundle, 'exits'),
});

const run = promisify(execFile);

/**
 * The shortest way from a bundle to a running task that is still supervised: conmon makes the container and says so on
 * its sync pipe, then the runtime starts it.
 */
export async function startByHand(tools: HandTools, files: HandFiles, id: string): Promise<void> {
  await mkdir(files.exits);
  const conmon = spawn(tools.conmon, conmonArguments(tools, files, id), {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    env: { ...process.env, _OCI_SYNCPIPE: '3' },
  });
  const sync = conmon.stdio[3] as Readable;
  const [told] = (await once(sync, 'data')) as [Buffer];
  const { pid, message } = JSON.parse(told.toString()) as { readonly pid: number; readonly message?: string };
  if (pid <= 0) throw new Error(`conmon made no container: ${message ?? told.toString()}`);
  sync.destroy();
  await run(tools.runtime, ['start', id]);
}

export async function removeByHand(tools: HandTools, id: string): Promise<void> {
  await run(tools.runtime, ['delete', '--force', id]);
}

function conmonArguments(tools: HandTools, files: HandFiles, id: string): readonly string[] {
  return [
    ...['--api-version', '1', '--cid', id, '--cuuid', id, '--name', id],
    ...['--runtime', tools.runtime, '--bundle', files.bundle],
    ...[
      '--container-pidfile',
      join(files.bundle, 'pid'),
      '--conmon-pidfile',
      join(files.bundle, 'conmon.pid'),
    ],
    ...['--log-path', `k8s-file:${files.log}`, '--exit-dir', files.exits],
    ...['--socket-dir-path', files.bundle, '--full-attach'],
  ];
}
