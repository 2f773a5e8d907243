import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agrees, commandsIn, fencesIn, type ShownCommand } from './console-sessions.js';

const projectRoot = fileURLToPath(new URL('../../../../', import.meta.url));
const fences = fencesIn(await readFile(join(projectRoot, 'README.md'), 'utf8'));
const separator = '---- the next command ----';

describe('the README', function () {
  this.timeout(120_000);
  let directory: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'wharf-readme-'));
    const wharf = join(directory, 'wharf');
    await writeFile(wharf, `#!/bin/sh\nexec node '${join(projectRoot, 'dist/src/main.js')}' "$@"\n`);
    await chmod(wharf, 0o755);
  });

  after(() => rm(directory, { recursive: true }));

  it('shows nothing that could not be checked', () => {
    const languages = new Set(fences.map(({ language }) => language));
    expect([...languages].filter((language) => !['console', 'hcl', 'text'].includes(language))).to.deep.equal(
      [],
    );
  });

  for (const fence of fences.filter(({ language }) => language === 'console')) {
    const shown = commandsIn(fence);
    it(`tells the truth about ${shown.map(({ command }) => command).join('; ')}`, async () => {
      const outputs = await session(shown, directory);
      for (const [index, { command, output }] of shown.entries()) {
        const seen = outputs[index] ?? [];
        expect(agrees(output, seen), `$ ${command}\n${seen.join('\n')}`).to.equal(true);
      }
    });
  }

  for (const fence of fences.filter(({ language }) => language === 'hcl')) {
    it(`shows a valid job in line ${fence.line.toString()}`, async () => {
      const job = join(directory, 'shown.nomad.hcl');
      await writeFile(job, fence.lines.join('\n'));
      const command = `wharf validate '${job}' >/dev/null; echo $?`;
      expect(await session([{ command, output: [] }], directory)).to.deep.equal([['0']]);
    });
  }
});

/** What a make that runs this test hands down to the ones in it, which would then tell of their nesting. */
const outerMake = { MAKEFLAGS: undefined, MFLAGS: undefined, MAKELEVEL: undefined };

/** Types the commands into one shell and answers with what each printed, both streams as a terminal mixes them. */
async function session(commands: readonly ShownCommand[], bin: string): Promise<readonly string[][]> {
  const script = commands.map(({ command }) => `${command}\nstatus=$?; echo '${separator}'; (exit $status)`);
  const shell = spawn('bash', ['-c', `exec 2>&1\n${script.join('\n')}`], {
    cwd: projectRoot,
    env: {
      ...process.env,
      ...outerMake,
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      WHARF_STATE_DIR: join(bin, 'state'),
      WHARF_RUN_DIR: join(bin, 'run'),
      // The README was written where no engine answers.
      WHARF_DOCKER_ENDPOINT: `unix://${join(bin, 'absent.sock')}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  for await (const chunk of shell.stdout) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks)
    .toString()
    .split(`${separator}\n`)
    .slice(0, -1)
    .map((output) => output.split('\n').slice(0, -1));
}
