import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import type { OciExecutor } from '../../../src/adapters/oci-executor/oci-executor.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { ProcessSpec } from '../../../src/domain/model/process-spec.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { someLimits } from '../../../src/testing/builders/some-limits.js';
import { eventually } from '../../../src/testing/eventually.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { anExecutor } from '../../support/oci/an-executor.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.js';

const never = new AbortController().signal;
/** So little that most is used up by the time it is started, and the runtime is done long before its first process. */
const next = someLimits({ cpuQuota: { quotaUs: 2000, periodUs: 100_000 } });

for (const runtime of ['runc', 'crun'] as const)
  describe(`a task that ${runtime} has just started`, function () {
    this.timeout(120_000);
    let directory: TemporaryDirectory;
    let executor: OciExecutor;

    beforeEach(async function () {
      directory = await temporaryDirectory();
      executor = await anExecutor(directory.path, runtime);
    });
    afterEach(() => directory.remove());

    /** Starts so many, a few at a time, and looks at each at once. */
    const started = async (
      count: number,
      over: Partial<ProcessSpec>,
      look: (id: InstanceId) => Promise<unknown>,
    ): Promise<readonly unknown[]> => {
      const seen: unknown[] = [];
      const one = async (): Promise<void> => {
        const spec = aProcessSpec({ command: ['/bin/sleep', '1000'], ...over });
        const id = valueOf(await executor.create(spec, never));
        valueOf(await executor.start(id, never));
        seen.push(await look(id));
        valueOf(await executor.remove(id, never));
      };
      for (let begun = 0; begun < count; begun += 5) await Promise.all([one(), one(), one(), one(), one()]);
      return seen;
    };

    it('is its own command already, however slowly it became that', async function () {
      const seen = await started(10, { limits: next }, async (id) => {
        const { state } = valueOf(await executor.inspect(id, never));
        if (state.phase !== 'running') return state;
        return (await readFile(`/proc/${state.pid.toString()}/cmdline`, 'utf8')).split('\0').slice(0, 2);
      });
      expect(seen).to.deep.equal(Array.from({ length: 10 }, () => ['/bin/sleep', '1000']));
    });

    for (const signal of ['SIGTERM', 'SIGKILL'] as const)
      it(`ends by a ${signal} that comes at once, twenty times`, async function () {
        const isolation = { kind: 'host' } as const;
        const seen = await started(20, { isolation }, async (id) => {
          valueOf(await executor.signal(id, signal, never));
          return eventually(async () => {
            const { state } = valueOf(await executor.inspect(id, never));
            return state.phase === 'exited' && state.exit;
          });
        });
        expect(seen).to.deep.equal(
          Array.from({ length: 20 }, () => ({ kind: 'signal', signal, oom: false })),
        );
      });
  });
