import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { temporaryDirectory } from '../../support/temporary-directory.js';

export const projectRoot = fileURLToPath(new URL('../../../../', import.meta.url));

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Another program's project, with the packed package installed in it as npm does it. */
export interface OtherProject {
  readonly directory: string;
  /** What is in the tarball, paths below the package. */
  readonly packed: readonly string[];
  write(path: string, text: string): Promise<void>;
  run(
    program: string,
    words: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<Ran>;
  /** Adds packages of this checkout, as if the project had asked for them. */
  borrow(...packages: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

interface Manifest {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly peer?: boolean }>>;
}

const run = promisify(execFile);
const copying = { recursive: true, verbatimSymlinks: true } as const;
/** What a make or an npm that runs this test hands down is not for the ones in it. */
const plainEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|MAKE|MFLAGS|NODE_)/.test(name)),
);

/** Copies a project's files from `source` and installs the package of this checkout in it, without a network. */
export async function otherProject(source: string): Promise<OtherProject> {
  const place = await temporaryDirectory();
  const directory = join(place.path, 'project');
  const tarball = await pack(place.path);
  await cp(source, directory, copying);
  await writeLockedProject(directory, tarball);
  const words = ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await npm([...words, '--cache', join(place.path, 'cache')], directory);
  const { stdout } = await run('tar', ['-tzf', tarball]);
  return {
    directory,
    packed: stdout
      .trim()
      .split('\n')
      .map((path) => path.replace(/^package\//, '')),
    write: async (path, text) => {
      await mkdir(join(directory, path, '..'), { recursive: true });
      await writeFile(join(directory, path), text);
    },
    run: (program, words, environment = {}) => ranIn(directory, program, words, environment),
    borrow: async (...packages) => {
      for (const name of packages)
        await cp(join(projectRoot, 'node_modules', name), join(directory, 'node_modules', name), copying);
    },
    remove: () => place.remove(),
  };
}

async function npm(words: readonly string[], cwd: string): Promise<void> {
  await run('npm', [...words, '--loglevel', 'error'], { cwd, env: plainEnvironment });
}

async function pack(into: string): Promise<string> {
  await npm(['pack', '--pack-destination', into], projectRoot);
  const { version } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return join(into, `wharfinger-${version}.tgz`);
}

/**
 * Gives the project a lock file with the package's dependencies as this checkout has them, and those themselves: so npm
 * finds all but the package in its place, and asks no registry for anything. chai is what the project tests with.
 */
async function writeLockedProject(directory: string, tarball: string): Promise<void> {
  const [own, lock] = [
    await readJson<Manifest>(directory, 'package.json'),
    await readJson<Lock>(projectRoot, 'package-lock.json'),
  ];
  const manifest = { ...own, dependencies: { ...own.dependencies, wharfinger: `file:${tarball}` } };
  const wanted = Object.entries(lock.packages).filter(
    ([path, entry]) => path !== '' && (entry.dev !== true || path === 'node_modules/chai'),
  );
  const packages = {
    '': manifest,
    'node_modules/wharfinger': {
      ...lock.packages[''],
      devDependencies: undefined,
      resolved: `file:${tarball}`,
    },
    ...Object.fromEntries(wanted),
  };
  const locked = { name: own.name, lockfileVersion: 3, requires: true, packages };
  await writeFile(join(directory, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(directory, 'package-lock.json'), JSON.stringify(locked));
  const outermost = wanted.map(([path]) => path).filter((path) => path.lastIndexOf('node_modules/') === 0);
  for (const path of [...outermost, 'node_modules/.bin'])
    await cp(join(projectRoot, path), join(directory, path), copying);
}

const readJson = async <T>(directory: string, name: string): Promise<T> =>
  JSON.parse(await readFile(join(directory, name), 'utf8')) as T;

function ranIn(
  cwd: string,
  program: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ran> {
  const env = { ...plainEnvironment, ...environment };
  return run(program, [...words], { cwd, env, maxBuffer: 2 ** 26 }).then(
    ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
    (error: unknown) => {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { status: code, stdout, stderr };
    },
  );
}
