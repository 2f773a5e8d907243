import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What is on the host, as lines by kind. What belongs to the machine's own life is left out. */
export type HostState = Readonly<Record<Kind, ReadonlySet<string>>>;

const kinds = ['processes', 'cgroups', 'mounts', 'namespaces', 'links', 'rules', 'paths'] as const;
type Kind = (typeof kinds)[number];

const run = promisify(execFile);

/** `roots`: directories whose content counts. `enter` goes before commands that look at another network than the host's. */
export async function captureHost(
  roots: readonly string[],
  enter: readonly string[] = [],
): Promise<HostState> {
  return {
    processes: await processes(),
    cgroups: await cgroups(),
    mounts: new Set((await readFile('/proc/self/mountinfo', 'utf8')).split('\n').map(mountPoint)),
    namespaces: new Set(await readdir('/run/netns').catch(() => [])),
    links: new Set(
      (await output([...enter, 'ip', '-o', 'link'])).map((line) => line.split(':')[1]?.trim() ?? ''),
    ),
    rules: new Set((await output([...enter, 'iptables-save'])).filter((line) => line.startsWith('-A'))),
    paths: new Set((await Promise.all(roots.map((root) => pathsBelow(root)))).flat()),
  };
}

/** `+ kind line` for each line that came, `- kind line` for each that went. */
export const differences = (before: HostState, after: HostState): readonly string[] =>
  kinds.flatMap((kind) => [
    ...[...after[kind]].filter((line) => !before[kind].has(line)).map((line) => `+ ${kind} ${line}`),
    ...[...before[kind]].filter((line) => !after[kind].has(line)).map((line) => `- ${kind} ${line}`),
  ]);

/** Those that wharf starts or that it starts for tasks; other tests and the machine have theirs beside them. */
async function processes(): Promise<ReadonlySet<string>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map(describeProcess));
  return new Set(
    found.filter((line) => /main\.js (run|agent)|conmon|\brunc\b|\bcrun\b|wharf-e2e/.test(line)),
  );
}

async function describeProcess(pid: string): Promise<string> {
  const read = (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const stat = await read('stat');
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || stat === '') return '';
  const groups = (await read('cgroup')).split('\n').find((line) => line.includes('/wharf/')) ?? '';
  return `${pid}@${rest[18] ?? ''} ${(await read('cmdline')).replaceAll('\0', ' ')} ${groups}`;
}

async function cgroups(): Promise<ReadonlySet<string>> {
  const roots = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .filter((line) => / - cgroup2? /.test(line))
    .map(mountPoint);
  const ours = roots.map((root) => pathsBelow(join(root, 'wharf'), (name) => !name.includes('.')));
  return new Set((await Promise.all(ours)).flat());
}

const mountPoint = (line: string): string => line.split(' ')[4] ?? '';

async function pathsBelow(
  root: string,
  keep: (name: string) => boolean = () => true,
): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries
      .filter(({ name }) => keep(name))
      .map(async (entry) => {
        const path = join(root, entry.name);
        return entry.isDirectory() ? [path, ...(await pathsBelow(path, keep))] : [path];
      }),
  );
  return found.flat();
}

const output = ([command = '', ...words]: readonly string[]): Promise<readonly string[]> =>
  run(command, words).then(
    ({ stdout }) => stdout.split('\n'),
    () => [],
  );
