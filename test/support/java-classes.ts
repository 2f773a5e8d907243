import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Compiles a class into `directory`, and packs it into `app.jar` there, as the class that a jar begins with. */
export async function compileClass(directory: string, name: string, source: string): Promise<void> {
  const file = join(directory, `${name}.java`);
  await writeFile(file, source);
  // Whichever Java runs it: the compiler may be a newer one.
  await run('javac', ['--release', '11', '-d', directory, file]);
  await run('jar', [
    '--create',
    `--file=${directory}/app.jar`,
    `--main-class=${name}`,
    '-C',
    directory,
    `${name}.class`,
  ]);
  await chmod(directory, 0o755);
}
