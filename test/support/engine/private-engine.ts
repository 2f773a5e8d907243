import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A real Docker Engine that nobody else uses, with the image `busybox:local`. */
export interface PrivateEngine {
  readonly socketPath: string;
  readonly endpoint: string;
  /** A shared mount: what is mounted below it on the host shows in containers and the reverse. */
  readonly directory: string;
}

const run = promisify(execFile);
const script = (name: string): string =>
  fileURLToPath(new URL(`../../../../scripts/${name}`, import.meta.url));

let engine: Promise<PrivateEngine> | undefined;

/** The one of this test run: started when it is first asked for, taken off the host when the run ends. */
export function privateEngine(): Promise<PrivateEngine> {
  engine ??= startEngine();
  return engine;
}

async function startEngine(): Promise<PrivateEngine> {
  // A run that is ended from outside takes its engine along.
  process.once('SIGTERM', () => process.exit(143));
  const directory = mkdtempSync('/tmp/wharf-engine-');
  process.once('exit', () => {
    const { status } = spawnSync(script('private-engine.sh'), ['stop', directory], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  });
  const { stdout } = await run(script('private-engine.sh'), ['start', directory]);
  const socketPath = stdout.trim();
  await run(script('busybox-image.sh'), [socketPath]);
  return { socketPath, endpoint: `unix://${socketPath}`, directory };
}
