import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The programs and the bundle of a task that the executor runs, as seen from outside: in its monitor's command line. */
export interface HandTemplate {
  readonly conmon: string;
  readonly runtime: string;
  /** Arguments of the runtime that come before its command. */
  readonly runtimeArgs: readonly string[];
  readonly config: BundleConfig;
}

interface BundleConfig {
  readonly root: { readonly path: string };
  readonly process: { readonly args: readonly string[] };
  readonly linux: { readonly cgroupsPath: string };
}

export async function templateOf(monitorPid: number): Promise<HandTemplate> {
  const proc = `/proc/${monitorPid.toString()}`;
  const words = (await readFile(`${proc}/cmdline`, 'utf8')).split('\0');
  const valuesOf = (...flags: readonly string[]): readonly string[] =>
    words.flatMap((word, index) => (flags.includes(word) ? [words[index + 1] ?? ''] : []));
  const [bundle = ''] = valuesOf('-b', '--bundle');
  const [runtime = ''] = valuesOf('-r', '--runtime');
  const config = JSON.parse(await readFile(join(bundle, 'config.json'), 'utf8')) as BundleConfig;
  return {
    conmon: await readlink(`${proc}/exe`),
    runtime,
    runtimeArgs: valuesOf('--runtime-arg'),
    config: { ...config, root: { ...config.root, path: resolve(bundle, config.root.path) } },
  };
}

/** One container to be started by hand: the template's bundle under another id and with another command. */
export interface HandContainer {
  readonly id: string;
  readonly bundle: string;
  readonly log: string;
}

export async function prepareByHand(
  { config }: HandTemplate,
  directory: string,
  id: string,
  args: readonly string[],
): Promise<HandContainer> {
  const bundle = join(directory, id);
  await mkdir(join(bundle, 'exits'), { recursive: true });
  const own = {
    ...config,
    process: { ...config.process, args },
    linux: { ...config.linux, cgroupsPath: `/${id}` },
  };
  await writeFile(join(bundle, 'config.json'), JSON.stringify(own));
  return { id, bundle, log: join(bundle, 'output.log') };
}

/**
 * The shortest way from a bundle to a running task that is supervised: conmon makes the container and says so on its
 * sync pipe, then the runtime starts it.
 */
export async function startByHand(template: HandTemplate, container: HandContainer): Promise<void> {
  const conmon = spawn(template.conmon, conmonArguments(template, container), {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    env: { ...process.env, _OCI_SYNCPIPE: '3' },
  });
  const sync = conmon.stdio[3] as Readable;
  const [told] = (await once(sync, 'data')) as [Buffer];
  const { pid, message } = JSON.parse(told.toString()) as { readonly pid: number; readonly message?: string };
  if (pid <= 0) throw new Error(`conmon made no container: ${message ?? told.toString()}`);
  sync.destroy();
  await run(template.runtime, [...template.runtimeArgs, 'start', container.id]);
}

export async function removeByHand(template: HandTemplate, { id }: HandContainer): Promise<void> {
  await run(template.runtime, [...template.runtimeArgs, 'delete', '--force', id]);
}

function conmonArguments(
  { runtime, runtimeArgs }: HandTemplate,
  { id, bundle, log }: HandContainer,
): readonly string[] {
  return [
    ...['--api-version', '1', '--cid', id, '--cuuid', id, '--name', id],
    ...['--runtime', runtime, ...runtimeArgs.flatMap((arg) => ['--runtime-arg', arg]), '--bundle', bundle],
    ...['--container-pidfile', join(bundle, 'pid'), '--conmon-pidfile', join(bundle, 'conmon.pid')],
    ...['--log-path', `k8s-file:${log}`, '--exit-dir', join(bundle, 'exits')],
    ...['--socket-dir-path', bundle, '--full-attach'],
  ];
}
