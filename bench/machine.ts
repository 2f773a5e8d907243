import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The machine on which the figures were taken, in lines for people. */
export async function describeMachine(): Promise<readonly string[]> {
  const [cpu] = cpus();
  const os = /^PRETTY_NAME="(.*)"$/m.exec(await readFile('/etc/os-release', 'utf8'))?.[1] ?? 'Linux';
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `${cpus().length.toString()} × ${cpu?.model ?? 'cpu'}, ${memory.toString()} GiB`,
    `${os}, Linux ${release()}, cgroups ${await cgroupMode()}`,
    `Node ${process.versions.node}, ${await firstLine('conmon', '--version')}, ${await firstLine('runc', '--version')}`,
    await firstLine('dockerd', '--version'),
  ];
}

async function cgroupMode(): Promise<string> {
  const has = (path: string): Promise<boolean> =>
    stat(path).then(
      () => true,
      () => false,
    );
  if (await has('/sys/fs/cgroup/cgroup.controllers')) return 'v2';
  return (await has('/sys/fs/cgroup/unified')) ? 'hybrid' : 'v1';
}

async function firstLine(program: string, argument: string): Promise<string> {
  const { stdout } = await run(program, [argument]);
  return stdout.split('\n')[0] ?? program;
}
