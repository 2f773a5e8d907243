import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = fileURLToPath(new URL('../../../../', import.meta.url));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the scripts of the house', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'wharf-house-'));
    cpSync(join(projectRoot, 'scripts'), join(root, 'scripts'), { recursive: true });
    mkdirSync(join(root, 'reports'));
    mkdirSync(join(root, 'bin'));
    chmodSync(root, 0o755);
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const run = (script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Ended =>
    spawnSync(join(root, 'scripts', script), args, {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...env },
    });

  const program = (name: string, text: string): void => {
    writeFileSync(join(root, 'bin', name), `#!/bin/bash\n${text}\n`);
    chmodSync(join(root, 'bin', name), 0o755);
  };

  describe('test-verdict.sh', () => {
    const verdict = (counts: readonly string[], env = {}): Ended => {
      for (const [index, text] of counts.entries())
        writeFileSync(join(root, 'reports', `${index.toString()}.counts`), `${text}\n`);
      return run('test-verdict.sh', [], env);
    };

    it('adds up what the parts counted', () => {
      const { status, stdout } = verdict(['3 0 0', '4 0 2']);
      expect({ status, stdout }).to.deep.equal({ status: 0, stdout: '7 passed, 0 failed, 2 skipped\n' });
    });

    it('fails when a test failed', () => {
      const { status, stdout } = verdict(['3 1 0']);
      expect({ status, stdout }).to.deep.equal({ status: 1, stdout: '3 passed, 1 failed, 0 skipped\n' });
    });

    it('fails when a test was skipped where everything can run', () => {
      expect(verdict(['3 0 1'], { CI: 'true' }).status).to.equal(1);
    });

    it('fails when nothing was tested', () => {
      expect(verdict(['0 0 0']).status).to.equal(1);
    });
  });

  describe('test-part.sh', () => {
    const counted = (): string => run('test-verdict.sh', []).stdout;

    it('counts a part that breaks down as one failure', () => {
      expect(run('test-part.sh', ['check', 'false']).status).to.equal(1);
      expect(counted()).to.equal('0 passed, 1 failed, 0 skipped\n');
    });

    it('counts a part that does not end as one failure', () => {
      expect(run('test-part.sh', ['check', 'sleep', '60'], { PART_BOUND: '0.1' }).status).to.equal(1);
      expect(counted()).to.equal('0 passed, 1 failed, 0 skipped\n');
    });

    it('shows the output of a part that failed', () => {
      expect(run('test-part.sh', ['check', 'sh', '-c', 'echo because; exit 3']).stderr).to.include('because');
    });

    it('counts what mocha counted', () => {
      symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
      mkdirSync(join(root, 'dist/test/some'), { recursive: true });
      writeFileSync(join(root, '.mocharc.json'), '{}');
      writeFileSync(
        join(root, 'dist/test/some/some.spec.js'),
        `describe('some', () => { it('a', () => {}); it('b', () => {}); it('c'); it('d', () => { throw 1; }); });`,
      );
      expect(run('test-part.sh', ['some']).status).to.equal(1);
      expect(counted()).to.equal('2 passed, 1 failed, 1 skipped\n');
    });
  });

  describe('need-node.sh', () => {
    for (const [version, status] of [
      ['18.20.0', 1],
      ['20.18.3', 1],
      ['20.19.0', 0],
      ['24.1.0', 0],
    ] as const) {
      it(`${status === 0 ? 'takes' : 'refuses'} Node ${version}`, () => {
        program('node', `echo ${version}`);
        const ended = run('need-node.sh', [], { PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}` });
        expect(ended.status).to.equal(status);
        expect(ended.stderr).to.match(status === 0 ? /^$/ : /^error: Node\.js .* is too old\.\n.*20\.19/);
      });
    }

    it('says what is needed where there is no Node', () => {
      for (const name of ['bash', 'dirname']) symlinkSync(`/usr/bin/${name}`, join(root, 'bin', name));
      const ended = run('need-node.sh', [], { PATH: join(root, 'bin') });
      expect(ended.status).to.equal(1);
      expect(ended.stderr).to.match(/^error: Node\.js is not installed.*\n.*20\.19/);
    });
  });

  describe('need-packages.sh', () => {
    const log = (): string => join(root, 'apt.log');

    it('does nothing when every command is there', () => {
      program('apt-get', `echo "$@" >>${log()}`);
      const ended = run('need-packages.sh', ['sh:dash'], {
        PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`,
      });
      expect(ended).to.include({ status: 0, stderr: '' });
    });

    it('says what it installs and installs only that', () => {
      program('apt-get', `echo "$@" >>${log()}; cat ${log()}`);
      const ended = run('need-packages.sh', ['sh:dash', 'no-such-command:some-package'], {
        PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`,
      });
      expect(ended.stderr).to.equal('==> installing with apt-get, missing here: some-package\n');
      expect(spawnSync('cat', [log()], { encoding: 'utf8' }).stdout).to.match(/^install .* some-package\n$/);
    });

    it('fetches the lists when what is known does not do, and passes on why it failed', () => {
      program('apt-get', `echo "$@" >>${log()}; echo "no $1"; exit 100`);
      const ended = run('need-packages.sh', ['no-such-command:some-package'], {
        PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`,
      });
      expect(ended.status).to.equal(1);
      expect(ended.stderr).to.match(/no update\nerror: could not install: some-package/);
    });
  });

  for (const [script, args] of [
    ['run.sh', ['examples/hello.nomad.hcl']],
    ['test.sh', []],
    ['bench.sh', []],
  ] as const) {
    it(`${script} says that it needs root`, () => {
      mkdirSync(join(root, 'examples'));
      writeFileSync(join(root, 'examples/hello.nomad.hcl'), '');
      const ended = spawnSync(
        'setpriv',
        ['--reuid=65534', '--clear-groups', join(root, 'scripts', script), ...args],
        {
          encoding: 'utf8',
        },
      );
      expect(ended.status).to.equal(1);
      expect(ended.stderr).to.match(/^error: make .* needs root\.\n/);
    });
  }

  it('run.sh says when there is no such job file', () => {
    const ended = run('run.sh', ['examples/absent.nomad.hcl']);
    expect(ended.status).to.equal(1);
    expect(ended.stderr).to.match(/^error: there is no job file examples\/absent\.nomad\.hcl\n/);
  });
});
