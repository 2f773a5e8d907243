import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** A file that breaks a rule, and the rule that must notice. */
export interface Plant {
  readonly rule: string;
  readonly path: string;
  readonly text: string;
}

/** A directory that the project's own rules judge as if it were the project. */
export interface PlantedProject {
  readonly root: string;
  remove(): Promise<void>;
}

const configs = ['tsconfig.json', '.dependency-cruiser.cjs', 'eslint.config.js', 'package.json'];

export async function plantProject(
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<PlantedProject> {
  const root = await mkdtemp(join(tmpdir(), 'wharf-plants-'));
  for (const config of configs) await copyFile(join(projectRoot, config), join(root, config));
  await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  for (const { path, text } of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return { root, remove: () => rm(root, { recursive: true }) };
}

export interface DependencyViolation {
  readonly rule: string;
  readonly from: string;
}

/** What `npm run arch` reports in a directory. */
export async function cruise(
  root: string,
  folders: readonly string[],
): Promise<readonly DependencyViolation[]> {
  const bin = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [bin, ...folders, '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const run = promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 2 ** 26 });
  // It ends with the number of violations, and has said all the same which they are.
  const { stdout } = await run.catch((error: unknown) => error as { readonly stdout: string });
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  return summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }));
}
