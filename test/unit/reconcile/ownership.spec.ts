import { expect } from 'chai';

import type { Claim } from '../../../src/domain/model/host-object.js';
import { ownershipOf } from '../../../src/domain/reconcile/ownership.js';
import {
  aReconcilePolicy,
  likeness,
  ourLabels,
  ourRoot,
  taskEnvironment,
  taskMounts,
} from '../../support/builders/a-host-object.js';
import { anAllocId } from '../../../src/testing/builders/an-identity.js';

const alloc = anAllocId();
const mounts = taskMounts(alloc);

const notOurs: Readonly<Record<string, readonly [Claim, string]>> = {
  "another agent's": [ourLabels({ owner: 'somebody' }), 'foreign-owner'],
  "nobody's": [ourLabels({ owner: '' }), 'foreign-owner'],
  'of a kind that we do not know': [ourLabels({ kind: 'constructor' }), 'unknown-kind'],
  'without the environment of a task': [likeness(alloc, { environment: {} }), 'not-a-task'],
  'without the name of a task': [
    likeness(alloc, { environment: { NOMAD_ALLOC_ID: alloc, NOMAD_TASK_NAME: '' } }),
    'not-a-task',
  ],
  'without the mounts of a task': [likeness(alloc, { mounts: [] }), 'not-a-task'],
  'with the directories of another allocation': [
    likeness(alloc, { mounts: taskMounts(anAllocId()) }),
    'not-a-task',
  ],
  'under the root of another agent': [
    likeness(alloc, { mounts: taskMounts(alloc, '/other/allocs') }),
    'not-a-task',
  ],
  'under a root whose name only begins like ours': [
    likeness(alloc, { mounts: taskMounts(alloc, `${ourRoot}2`) }),
    'not-a-task',
  ],
  'whose mounts lead out of our root': [
    likeness(alloc, {
      mounts: mounts.map((mount) => ({ ...mount, source: `${mount.source}/../../../../x` })),
    }),
    'not-a-task',
  ],
  'of an allocation that has no id': [
    likeness('..', { environment: taskEnvironment('..'), mounts: taskMounts('..') }),
    'not-a-task',
  ],
  'of an id with something before it': [likeness(`x${alloc}`), 'not-a-task'],
  'of an id with something behind it': [likeness(`${alloc}x`), 'not-a-task'],
};

describe('ownershipOf', function () {
  for (const kind of ['task', 'holder', 'network'] as const)
    it(`takes a ${kind} with our label for ours`, function () {
      const claim = ourLabels({ kind });
      const { alloc: labelled, attempt } = claim;
      const expected = { whose: 'ours', kind, alloc: labelled, attempt };
      expect(ownershipOf(claim, aReconcilePolicy())).to.deep.equal(expected);
    });

  it('takes for ours what has the environment and all the directories of one of our tasks', function () {
    const expected = { whose: 'ours', kind: 'task', alloc, attempt: undefined };
    expect(ownershipOf(likeness(alloc), aReconcilePolicy())).to.deep.equal(expected);
    const more = likeness(alloc, { mounts: [...mounts, { source: '/srv', target: '/srv' }] });
    expect(ownershipOf(more, aReconcilePolicy())).to.deep.equal(expected);
  });

  for (const missing of ['/alloc', '/local', '/secrets'])
    it(`asks for a directory at ${missing}`, function () {
      const claim = likeness(alloc, { mounts: mounts.filter(({ target }) => target !== missing) });
      expect(ownershipOf(claim, aReconcilePolicy())).to.include({ because: 'not-a-task' });
    });

  for (const [what, [claim, because]] of Object.entries(notOurs))
    it(`leaves alone what is ${what}`, function () {
      expect(ownershipOf(claim, aReconcilePolicy())).to.deep.equal({ whose: 'not-ours', because });
    });
});
