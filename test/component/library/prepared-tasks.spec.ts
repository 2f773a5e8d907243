import { expect } from 'chai';

import { provide } from '../../../src/app/composition/library/bindings.js';
import { dockerDriver, executorDrivers } from '../../../src/app/composition/library/driver-modules.js';
import { memoryModule } from '../../../src/app/composition/library/memory-module.js';
import { openWharf, type Wharf } from '../../../src/app/composition/library/open-wharf.js';
import { PortTokens } from '../../../src/app/composition/library/port-tokens.js';
import type { TaskWish } from '../../../src/domain/job/lone-task.js';
import type { DockerPolicy } from '../../../src/domain/model/driver-policy.js';
import { MemoryAllocDirectories } from '../../../src/adapters/memory/memory-alloc-directories.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';

const wish: TaskWish = { name: 'one', driver: 'exec', config: { command: '/bin/x' } };

describe('a task that is prepared', () => {
  let wharf: Wharf;
  let directories: MemoryAllocDirectories;

  beforeEach(async () => {
    directories = new MemoryAllocDirectories();
    const host = [memoryModule({ owner: 'us' }), provide(PortTokens.AllocDirectories, directories)];
    wharf = await openWharf(...host, executorDrivers(), dockerDriver());
  });

  it('is an allocation of its own, of our owner, with its references resolved', async () => {
    const config = { command: '/bin/x', args: ['${NOMAD_PORT_http}', '${NOMAD_META_who}', '${A}'] };
    const asked = {
      ...wish,
      config,
      ports: [{ label: 'http' }],
      meta: { who: 'me' },
      environment: { A: 'b' },
    };
    const [one, two] = [valueOf(await wharf.prepare(asked)), valueOf(await wharf.prepare(asked))];
    const { identity, ports } = one.request;
    expect(one.request.config)
      .to.have.property('args')
      .deep.equal([String(ports['http']?.host), 'me', 'b']);
    expect(identity).to.include({ owner: 'us', job: 'one', group: 'one', task: 'one' });
    expect(identity.alloc).to.not.equal(two.request.identity.alloc);
  });

  it('has its directories and files until it is released', async () => {
    const files = [{ destination: 'local/greeting', text: 'hello {{ env "NOMAD_TASK_NAME" }}' }];
    const { request, release } = valueOf(await wharf.prepare({ ...wish, files }));
    const { local } = request.directories;
    expect(directories.read(`${local}/greeting`)).to.equal('hello one');
    expect(await release()).to.deep.equal([]);
    expect(directories.paths).to.deep.equal([]);
  });

  it('is refused, with nothing made, when', async () => {
    const refused: readonly (readonly [string, Partial<TaskWish>])[] = [
      ['unsupported', { driver: 'qemu' }],
      ['invalid-spec', { config: {} }],
      ['invalid-spec', { config: { command: '/bin/x', imagee: 'x' } }],
      ['invalid-spec', { name: '../one' }],
      ['invalid-spec', { files: [{ destination: '/etc/passwd', text: '' }] }],
      ['invalid-spec', { files: [{ destination: 'local/x', text: '{{ wrong' }] }],
      ['invalid-spec', { driver: 'raw_exec' }],
      [
        'conflict',
        {
          ports: [
            { label: 'a', static: 99 },
            { label: 'b', static: 99 },
          ],
        },
      ],
    ];
    for (const [kind, over] of refused) {
      expect(faultOf(await wharf.prepare({ ...wish, ...over })), JSON.stringify(over)).to.equal(kind);
      expect(directories.paths, JSON.stringify(over)).to.deep.equal([]);
    }
  });

  it('may have what a policy says, and no more', async () => {
    const privileged = { ...wish, driver: 'docker', config: { image: 'x', privileged: true } };
    const isPrepared = async (policy?: Partial<DockerPolicy>): Promise<boolean> => {
      const own = await openWharf(memoryModule(), dockerDriver(policy));
      return (await own.prepare(privileged)).ok;
    };
    expect(await isPrepared()).to.equal(false);
    expect(await isPrepared({ allowPrivileged: true })).to.equal(true);
    const unset: object = { allowPrivileged: undefined, allowCaps: undefined };
    expect(await isPrepared(unset)).to.equal(false);
  });

  it('isolates nothing only where that was asked for', async () => {
    const own = await openWharf(memoryModule(), executorDrivers({ rawExec: { enabled: true } }));
    valueOf(await own.prepare({ ...wish, driver: 'raw_exec' }));
  });
});
