import { expect } from 'chai';

import type { TaskStore } from '../../src/domain/ports/task-store.js';
import { aHandle, anAttempt } from '../support/builders/a-handle.js';
import { anAllocId, at } from '../support/builders/an-identity.js';
import { valueOf } from '../support/expect-result.js';

export interface TaskStoreHarness {
  readonly subject: TaskStore;
  /** Another store over what the first one kept, as after a crash. */
  reopened(): Promise<TaskStore>;
  dispose(): Promise<void>;
}

/** Judges an adapter by the doc comments of `TaskStore`. */
export function describeTaskStore(adapter: string, make: () => Promise<TaskStoreHarness>): void {
  describe(`TaskStore contract: ${adapter}`, function () {
    let harness: TaskStoreHarness;
    let store: TaskStore;

    beforeEach(async function () {
      harness = await make();
      store = harness.subject;
    });

    afterEach(async function () {
      await harness.dispose();
    });

    it('begins with nothing', async function () {
      expect(valueOf(await store.attempts())).to.deep.equal([]);
      expect(valueOf(await store.handles())).to.deep.equal([]);
    });

    it('gives all attempts that were intended, oldest first', async function () {
      const attempts = [5, 1, 3].map((ms) => anAttempt({ intendedAt: at(ms) }));
      for (const attempt of attempts) valueOf(await store.intend(attempt));
      expect(valueOf(await store.attempts())).to.deep.equal(
        [...attempts].sort((a, b) => a.intendedAt - b.intendedAt),
      );
    });

    it('keeps one of an attempt that is intended twice', async function () {
      const attempt = anAttempt();
      valueOf(await store.intend(attempt));
      valueOf(await store.intend(attempt));
      expect(valueOf(await store.attempts())).to.deep.equal([attempt]);
    });

    it('gives all handles that were remembered, each attempt once', async function () {
      const [first, second] = [aHandle({ task: 'Zoë/"1"' }), aHandle()];
      for (const handle of [first, second, first]) valueOf(await store.remember(handle));
      expect(valueOf(await store.handles())).to.have.deep.members([first, second]);
    });

    it('forgets all of one task, and nothing of another', async function () {
      const alloc = anAllocId();
      const kept = [
        anAttempt({ alloc, task: 'ab', intendedAt: at(1) }),
        anAttempt({ task: 'a', intendedAt: at(2) }),
      ];
      for (const attempt of [...kept, anAttempt({ alloc, task: 'a' }), anAttempt({ alloc, task: 'a' })])
        valueOf(await store.intend(attempt));
      const handle = aHandle({ alloc, task: 'ab' });
      for (const known of [handle, aHandle({ alloc, task: 'a' })]) valueOf(await store.remember(known));
      valueOf(await store.forget(alloc, 'a'));
      expect(valueOf(await store.attempts())).to.deep.equal(kept);
      expect(valueOf(await store.handles())).to.deep.equal([handle]);
    });

    it('forgets what was not known', async function () {
      valueOf(await store.forget(anAllocId(), 'a'));
    });

    it('has kept each write when it answers', async function () {
      const [attempt, handle] = [anAttempt(), aHandle()];
      valueOf(await store.intend(attempt));
      valueOf(await store.remember(handle));
      valueOf(await store.remember(aHandle({ alloc: attempt.alloc, task: 'gone' })));
      valueOf(await store.forget(attempt.alloc, 'gone'));
      const next = await harness.reopened();
      expect(valueOf(await next.attempts())).to.deep.equal([attempt]);
      expect(valueOf(await next.handles())).to.deep.equal([handle]);
    });
  });
}
