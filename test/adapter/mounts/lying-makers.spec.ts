import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import type { BindMount, Propagation } from '../../../src/domain/model/mount.js';
import type { JsonObject } from '../../../src/domain/shared/json.js';
import { eventually } from '../../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { engineRequest } from '../../support/engine/engine-request.js';
import { privateEngine } from '../../support/engine/private-engine.js';
import { type RewritingEngine, rewritingEngine } from '../../support/faults/rewriting-engine.js';
import { type BindingTask, openEngine, openExecutor } from '../../support/mounts/binding-runtimes.js';
import { mountTmpfs } from '../../support/mounts/mounted.js';

type Lie = 'propagation' | 'access' | 'source';

/** What is asked for, what of it is quietly not done, and what the refusal says. */
const lies: readonly (readonly [Lie, Partial<BindMount>, RegExp])[] = [
  ['propagation', { propagation: 'bidirectional' }, /was to be bidirectional, but it is private/],
  ['propagation', { propagation: 'host-to-task' }, /was to be host-to-task, but it is private/],
  ['access', { readOnly: true }, /was to be read-only, but it is read-write/],
  ['source', {}, /was to be .*volume .*, but it is .*/],
];

const lyingEngine = async (lie: Lie): Promise<RewritingEngine> => {
  const { socketPath, directory } = await privateEngine();
  return rewritingEngine(socketPath, ({ Mounts: mounts, ...rest }) => ({
    ...rest,
    Mounts: (mounts as readonly JsonObject[]).map(({ BindOptions: options, ...mount }) => ({
      ...mount,
      ...(lie === 'propagation' ? {} : { BindOptions: options }),
      ...(lie === 'access' ? { ReadOnly: false } : {}),
      ...(lie === 'source' ? { Source: `${directory}/other` } : {}),
    })),
  }));
};

/** An OCI runtime that changes the configuration of what it makes, and makes it. */
async function lyingRuntime(directory: string, lie: Lie): Promise<string> {
  const path = join(directory, 'lying-runc');
  const other = join(directory, 'other');
  await mkdir(other);
  const change = {
    propagation: `m.options = m.options.map((o) => (/^r(shared|slave)$/.test(o) ? 'rprivate' : o))`,
    access: `m.options = m.options.filter((o) => !['ro', 'rro'].includes(o))`,
    source: `m.source = ${JSON.stringify(other)}`,
  }[lie];
  const program = [
    `const fs = require('node:fs');`,
    `const file = process.argv[1] + '/config.json';`,
    `const config = JSON.parse(fs.readFileSync(file, 'utf8'));`,
    `for (const m of config.mounts) if (m.destination === '/data') ${change};`,
    `fs.writeFileSync(file, JSON.stringify(config));`,
  ].join(' ');
  await writeFile(
    path,
    `#!/bin/sh
bundle=; isCreate=; before=
for word; do
  case $word in create) isCreate=1 ;; --bundle=*) bundle=\${word#--bundle=} ;; esac
  [ "$before" != --bundle ] || bundle=$word
  before=$word
done
[ -z "$isCreate" ] || ${process.execPath} -e "$(cat ${path}.js)" "\${bundle:-.}" || exit 1
exec runc "$@"
`,
  );
  await writeFile(`${path}.js`, program);
  await chmod(path, 0o755);
  return path;
}

const binding = async (runtime: BindingTask, over: Partial<BindMount>): Promise<BindMount> => {
  const source = join(runtime.directory, 'volume');
  await mountTmpfs(source, '--make-rshared');
  const propagation: Propagation = 'private';
  return { kind: 'bind', source, target: '/data', readOnly: false, propagation, ...over };
};

const expectRefusal = async (
  runtime: BindingTask,
  over: Partial<BindMount>,
  message: RegExp,
): Promise<void> => {
  const started = await runtime.start('exec sleep 600', [await binding(runtime, over)]);
  expect(faultOf(started)).to.equal('unsupported');
  expect(started.ok ? '' : started.error.message)
    .to.match(message)
    .and.include('/data');
};

for (const [lie, over, message] of lies) {
  const asked = JSON.stringify(over);
  describe(`Something that makes another ${lie} of ${asked} than it was asked for`, function () {
    this.timeout(60_000);

    it('is caught when it is an engine, and its container is removed', async function () {
      const { directory, socketPath } = await privateEngine();
      await mkdir(join(directory, 'other'), { recursive: true });
      const engine = await lyingEngine(lie);
      const runtime = await openEngine(engine.endpoint);
      try {
        await expectRefusal(runtime, over, message);
        await eventually(async () => {
          expect((await engineRequest(socketPath, '/containers/json?all=1')).json).to.deep.equal([]);
        });
      } finally {
        await runtime.close();
        await engine.close();
      }
    });

    it('is caught when it is an OCI runtime, with nothing left', async function () {
      const runtime = await openExecutor('runc', (directory) => lyingRuntime(directory, lie));
      try {
        await expectRefusal(runtime, over, message);
        expect(await runtime.running()).to.equal(0);
      } finally {
        await runtime.close();
      }
    });
  });
}

describe('A task that ends as soon as it was started', function () {
  this.timeout(60_000);

  it('is not taken for one with other mounts than were asked for', async function () {
    const runtime = await openEngine((await privateEngine()).endpoint);
    try {
      const bind = await binding(runtime, { propagation: 'host-to-task' });
      for (let n = 0; n < 40; n += 1)
        valueOf(await runtime.start(`exec sleep 0.0${(n % 10).toString()}`, [bind]));
    } finally {
      await runtime.close();
    }
  });
});

describe('A container that mounts over its volume as soon as it was started', function () {
  this.timeout(60_000);

  it('is not taken for one with another volume', async function () {
    const runtime = await openEngine((await privateEngine()).endpoint);
    try {
      const bind = await binding(runtime, {});
      for (let n = 0; n < 20; n += 1)
        valueOf(await runtime.start('mount -t tmpfs none /data && exec sleep 600', [bind]));
      expect(await runtime.running()).to.equal(20);
    } finally {
      await runtime.close();
    }
  });
});

describe('What is mounted in a read-only bind', function () {
  this.timeout(60_000);

  it('is read-only as well where an OCI runtime makes it, with runc and with crun', async function () {
    for (const name of ['runc', 'crun'] as const) {
      const runtime = await openExecutor(name);
      try {
        const bind = await binding(runtime, { readOnly: true });
        await mountTmpfs(join(bind.source, 'inner'));
        const script = 'touch /data/inner/x 2>/tmp/no || exec sleep 600';
        const started = await runtime.start(script, [bind]);
        expect(started.ok).to.equal(true);
        expect(await runtime.running()).to.equal(1);
      } finally {
        await runtime.close();
      }
    }
  });
});
