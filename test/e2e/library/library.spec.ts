import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { expect } from 'chai';

import { privateEngine } from '../../support/engine/private-engine.js';
import { captureHost, differences } from '../../support/host/host-state.js';
import { type OtherProject, otherProject, projectRoot, type Ran } from './installed-package.js';
import { badClock, goodClock, loaded, wholeSurface } from './programs.js';

describe('the package, installed by another program', function () {
  this.timeout(180_000);
  let project: OtherProject;
  let state: string;

  before(async () => {
    project = await otherProject(join(projectRoot, 'examples/host-agent'));
    state = join(project.directory, '..', 'state');
  });

  after(() => project.remove());

  const agent = (...words: readonly string[]): Promise<Ran> =>
    project.run('node', ['main.js', ...words], { AGENT_STATE: state });

  it('holds what runs, its types and its examples, and nothing else', () => {
    const places =
      /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/src\/.+\.(js|d\.ts)|examples\/.+|packaging\/.+\.service)$/;
    expect(project.packed.filter((path) => !places.test(path))).to.deep.equal([]);
    const compiled = project.packed.filter((path) => path.startsWith('dist/'));
    expect(compiled).to.include.members(['index', 'testing', 'main'].map((name) => `dist/src/${name}.js`));
    const source = (path: string): string => path.replace(/^dist\//, '').replace(/(\.d\.ts|\.js)$/, '.ts');
    expect(compiled.filter((path) => !existsSync(join(projectRoot, source(path))))).to.deep.equal([]);
    expect(compiled.filter((path) => /\.(spec|test)\./.test(path))).to.deep.equal([]);
  });

  it('has the command wharf', async () => {
    const { stdout } = await project.run('node_modules/.bin/wharf', ['version']);
    expect(stdout).to.match(/^wharf \d+\.\d+\.\d+ /);
  });

  it('lets an agent run an exec task, print what it prints, and leave nothing', async () => {
    await agent();
    const places = [join(state, 'tasks'), join(state, 'output'), join(state, 'run')];
    const before = await captureHost(places);
    const script = 'echo "$0 says hello"; echo oh >&2; exit 7';
    const config = { command: '/bin/sh', args: ['-c', script, '${NOMAD_TASK_NAME}'] };
    expect(await agent('exec', JSON.stringify(config))).to.deep.equal({
      status: 7,
      stdout: 'hello says hello\nhello ended: 7\n',
      stderr: 'oh\n',
    });
    expect(differences(before, await captureHost(places))).to.deep.equal([]);
  });

  it('lets the same agent run a container', async () => {
    const { endpoint } = await privateEngine();
    const config = { image: 'busybox:local', command: 'echo', args: ['from a container'] };
    const environment = { AGENT_STATE: state, DOCKER_HOST: endpoint };
    const { stdout } = await project.run('node', ['main.js', 'docker', JSON.stringify(config)], environment);
    expect(stdout).to.equal('from a container\nhello ended: 0\n');
  });

  it('lets the agent be tested with everything in memory', async () => {
    const { status, stdout } = await project.run('npm', ['test', '--silent', '--', '--test-reporter', 'tap']);
    expect(status, stdout).to.equal(0);
    expect(stdout).to.match(/^# pass [1-9]/m);
  });

  it('loads the library of no adapter that is not used', async () => {
    await project.write('loaded.js', loaded);
    const { stdout, stderr } = await project.run('node', ['loaded.js']);
    expect(JSON.parse(stdout), stderr).to.deep.equal({ before: [], after: ['dockerode'] });
  });

  it('judges an adapter of somebody else', async () => {
    await project.borrow('mocha');
    await project.write('judged/good.spec.js', goodClock);
    await project.write('judged/bad.spec.js', badClock);
    const mocha = join(projectRoot, 'node_modules/mocha/bin/mocha.js');
    const judged = (name: string): Promise<Ran> => project.run('node', [mocha, `judged/${name}.spec.js`]);
    const [good, bad] = [await judged('good'), await judged('bad')];
    expect(good.status, good.stdout).to.equal(0);
    expect(good.stdout).to.match(/\b[1-9]\d* passing/);
    expect(bad.status).to.be.above(0);
    expect(bad.stdout).to.include('wakes after the time that was asked for, and not before');
  });

  for (const [module, moduleResolution] of [
    ['node16', 'node16'],
    ['esnext', 'bundler'],
  ] as const)
    it(`has whole types for moduleResolution ${moduleResolution}`, async () => {
      await project.borrow('@types/node', 'undici-types');
      await project.write('src/surface.ts', wholeSurface);
      const options = { module, moduleResolution, target: 'es2022', lib: ['es2022'], types: ['node'] };
      const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
      await project.write(
        'tsconfig.json',
        JSON.stringify({ compilerOptions: { ...options, ...strict }, include: ['src'] }),
      );
      const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
      expect(await project.run('node', [tsc, '-p', '.'])).to.deep.equal({
        status: 0,
        stdout: '',
        stderr: '',
      });
    });
});
