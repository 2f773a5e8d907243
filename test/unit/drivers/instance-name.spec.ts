import { expect } from 'chai';

import { instanceName } from '../../../src/domain/drivers/instance-name.js';
import { directoryMounts, targetProblems, tmpMount } from '../../../src/domain/drivers/task-mounts.js';
import type { AllocId, AttemptToken } from '../../../src/domain/model/ids.js';
import { someDirectories } from '../../../src/testing/builders/a-task-request.js';
import { anOwnMount } from '../../support/builders/an-own-mount.js';
import { anAllocId, anAttemptToken } from '../../../src/testing/builders/an-identity.js';
import { told } from '../../support/problems.js';

const alloc = '4f0c8a31-5c1e-4d6f-9a57-0c8e6f3b2a10' as AllocId;

describe('The name of an instance', function () {
  it('says whose it is, and begins with wharf', function () {
    const attempt = 'c3d4e5f6-1111-4222-8333-444455556666' as AttemptToken;
    expect(instanceName({ task: 'server', alloc, attempt })).to.equal('wharf-server-4f0c8a31-c3d4e5f6');
  });

  it('is another one with every attempt', function () {
    const names = Array.from({ length: 50 }, () =>
      instanceName({ task: 'a', alloc, attempt: anAttemptToken() }),
    );
    expect(new Set(names).size).to.equal(50);
  });

  it('holds only letters that every runtime takes', function () {
    const attempt = 'a-b/c:d e-f.ghij' as AttemptToken;
    expect(instanceName({ task: 'grün tea/.x_1', alloc, attempt })).to.equal(
      'wharf-gr_n_tea_.x_1-4f0c8a31-abcdefgh',
    );
  });

  it('is none that a Nomad agent on the same engine takes for its own', function () {
    const name = instanceName({ task: 'server', alloc: anAllocId(), attempt: anAttemptToken() });
    expect(`/${name}`).to.not.match(/-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/);
  });
});

describe("A task's own directories", function () {
  it('are bound where images expect them, these very ones, the logs read-only', function () {
    expect(directoryMounts(someDirectories())).to.deep.equal([
      anOwnMount('/state/alloc/a1/alloc', '/alloc'),
      anOwnMount('/state/alloc/a1/alloc/logs', '/alloc/logs', true),
      anOwnMount('/state/alloc/a1/task/local', '/local'),
      anOwnMount('/state/alloc/a1/task/secrets', '/secrets'),
    ]);
    expect(tmpMount(someDirectories())).to.deep.equal(anOwnMount('/state/alloc/a1/task/tmp', '/tmp'));
  });

  it('have places that nothing else may have', function () {
    const [shared] = directoryMounts(someDirectories());
    const mounts = shared === undefined ? [] : [shared, tmpMount(someDirectories()), shared, shared];
    expect(told(targetProblems(mounts))).to.deep.equal(['mount has /alloc as the target of more than one']);
    expect(targetProblems(directoryMounts(someDirectories()))).to.deep.equal([]);
  });
});
