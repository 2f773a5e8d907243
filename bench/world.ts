import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { RawEngine } from './floor/raw-engine.js';
import { pidsOf } from './memory.js';
import { type BenchDriver, type WharfHere, wharfHere } from './wharf-here.js';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));
export const wharfProgram = join(projectRoot, 'dist/src/main.js');

/** A private engine and directories of its own, with wharf over them; all of it goes with `close`. */
export interface World {
  readonly directory: string;
  /** In memory, as /run is: a disk that has much made and removed is slow to make more, whoever asks. */
  readonly runDirectory: string;
  readonly engine: RawEngine;
  readonly wharf: WharfHere;
  /** Under which a `wharf` in a process of its own sees the same world. */
  readonly environment: Readonly<Record<string, string>>;
  /** How many tasks run. */
  running(driver: BenchDriver): Promise<number>;
  close(): Promise<void>;
}

const run = promisify(execFile);
const script = async (name: string, ...args: readonly string[]): Promise<string> =>
  (await run(join(projectRoot, 'scripts', name), args)).stdout.trim();

export async function makeWorld(): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'wharf-bench-'));
  const runDirectory = join(directory, 'run');
  await mkdir(runDirectory);
  await run('mount', ['-t', 'tmpfs', 'wharf-bench', runDirectory]);
  const engineDirectory = join(directory, 'engine');
  const socket = await script('private-engine.sh', 'start', engineDirectory);
  await script('busybox-image.sh', socket);
  const environment = {
    WHARF_STATE_DIR: join(directory, 'state'),
    WHARF_RUN_DIR: runDirectory,
    WHARF_DOCKER_ENDPOINT: `unix://${socket}`,
  };
  const engine = new RawEngine(socket);
  const wharf = await wharfHere(environment);
  return {
    directory,
    runDirectory,
    engine,
    wharf,
    environment,
    running: async (driver) =>
      driver === 'docker' ? engine.running() : (await pidsOf('conmon', directory)).length,
    close: async () => {
      engine.close();
      wharf.close();
      await script('private-engine.sh', 'stop', engineDirectory);
      await run('umount', [runDirectory]);
      await rm(directory, { recursive: true });
    },
  };
}
