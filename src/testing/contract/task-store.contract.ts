import { expect } from 'chai';

import type { NumberedEvent } from '../../domain/model/event.js';
import type { AllocId, AttemptToken } from '../../domain/model/ids.js';
import { keptEvents, type TaskStore } from '../../domain/ports/task-store.js';
import { aHandle, anAttempt } from '../builders/a-handle.js';
import { aKeptAllocation, anEvent } from '../builders/a-kept-allocation.js';
import { anAllocId, anAttemptToken, at } from '../builders/an-identity.js';
import { valueOf } from '../expect-result.js';

export interface TaskStoreHarness {
  readonly subject: TaskStore;
  /** Another store over what the first one kept, as after a crash. */
  reopened(): Promise<TaskStore>;
  /** The same, with what was kept of one attempt, or of one allocation, made unreadable in between. */
  reopenedWithout(id: AttemptToken | AllocId): Promise<TaskStore>;
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
      const nothing = { readable: [], unreadable: [] };
      expect(valueOf(await store.attempts())).to.deep.equal(nothing);
      expect(valueOf(await store.handles())).to.deep.equal(nothing);
    });

    it('gives all attempts that were intended, the earliest intended first', async function () {
      const attempts = [5, 10, 1, 3].map((ms) => anAttempt({ intendedAt: at(ms) }));
      for (const attempt of attempts) valueOf(await store.intend(attempt));
      expect(valueOf(await store.attempts())).to.deep.equal({
        readable: attempts.toSorted((a, b) => a.intendedAt - b.intendedAt),
        unreadable: [],
      });
    });

    it('gives back what was mounted in the volumes of an attempt', async function () {
      const attempt = anAttempt({
        volumes: [{ path: '/srv', mounts: ['0:1 / /srv', '0:2 / /srv/x y'], bootId: 'boot' }],
      });
      valueOf(await store.intend(attempt));
      expect(valueOf(await (await harness.reopened()).attempts()).readable).to.deep.equal([attempt]);
    });

    it('intends without effect what is known', async function () {
      const attempt = anAttempt({ intendedAt: at(1) });
      valueOf(await store.intend(attempt));
      valueOf(await store.intend({ ...attempt, intendedAt: at(2) }));
      expect(valueOf(await store.attempts()).readable).to.deep.equal([attempt]);
    });

    it('gives all handles that were remembered, the last one of each attempt', async function () {
      const [first, second] = [aHandle({ startedAt: at(1) }), aHandle()];
      const last = { ...first, startedAt: at(2) };
      for (const handle of [first, second, last]) valueOf(await store.remember(handle));
      const { readable, unreadable } = valueOf(await store.handles());
      expect(readable).to.have.deep.members([last, second]);
      expect(unreadable).to.deep.equal([]);
    });

    it('remembers a handle without its pid', async function () {
      const handle = aHandle();
      valueOf(await store.remember({ ...handle, pid: 4711 }));
      expect(valueOf(await store.handles()).readable).to.deep.equal([handle]);
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
      expect(valueOf(await store.attempts()).readable).to.deep.equal(kept);
      expect(valueOf(await store.handles()).readable).to.deep.equal([handle]);
    });

    it('succeeds in forgetting when nothing was known', async function () {
      valueOf(await store.forget(anAllocId(), 'a'));
    });

    it('has kept each write when it answers', async function () {
      const [attempt, handle] = [anAttempt(), aHandle()];
      valueOf(await store.intend(attempt));
      valueOf(await store.remember(handle));
      valueOf(await store.remember(aHandle({ alloc: attempt.alloc, task: 'gone' })));
      valueOf(await store.forget(attempt.alloc, 'gone'));
      const next = await harness.reopened();
      expect(valueOf(await next.attempts()).readable).to.deep.equal([attempt]);
      expect(valueOf(await next.handles()).readable).to.deep.equal([handle]);
    });

    it('takes any number of calls at the same time', async function () {
      const alloc = anAllocId();
      const attempts = Array.from({ length: 30 }, (_, n) => anAttempt({ intendedAt: at(n) }));
      const gone = Array.from({ length: 10 }, () => anAttempt({ alloc, task: 'gone' }));
      await Promise.all(gone.map((attempt) => store.intend(attempt)));
      const answers = await Promise.all([
        ...attempts.map((attempt) => store.intend(attempt)),
        ...attempts.map((attempt) => store.intend({ ...attempt, intendedAt: at(1000) })),
        store.forget(alloc, 'gone'),
        store.attempts(),
      ]);
      for (const answer of answers) valueOf(answer);
      expect(valueOf(await store.attempts()).readable).to.deep.equal(attempts);
    });

    it('takes any text as the name of a task', async function () {
      const alloc = anAllocId();
      const names = [
        ...['', 'a', 'a/b', 'a/', '/a', '../a', 'a\0b', 'a\0', '\0', 'a"', 'a",', '"', '\\', '__proto__'],
        ...['constructor', 'Zoë', 'Zoe\u0308', '\ud83d\udea2', '\ud800', '\ud801', '\ufffd', '\uffff', '\n'],
      ];
      const kept = names.map((task, n) => anAttempt({ alloc, task, intendedAt: at(n) }));
      const token = anAttemptToken();
      const handles = names.map((task) => aHandle({ alloc, task, attempt: token }));
      for (const attempt of kept) valueOf(await store.intend(attempt));
      for (const handle of handles) valueOf(await store.remember(handle));
      for (const task of names) {
        expect(valueOf(await store.attempts()).readable).to.deep.equal(kept);
        expect(valueOf(await store.handles()).readable).to.have.deep.members(handles);
        valueOf(await store.forget(alloc, task));
        kept.shift();
        handles.shift();
      }
      expect(valueOf(await store.handles()).readable).to.deep.equal([]);
    });

    describe('of which a record can not be read', function () {
      const lost = anAttempt({ task: 'lost' });
      const { alloc, task, token } = lost;
      const kept = [anAttempt({ alloc, task, intendedAt: at(1) }), anAttempt({ alloc, intendedAt: at(2) })];
      const handle = aHandle();
      let next: TaskStore;

      beforeEach(async function () {
        for (const attempt of [lost, ...kept]) valueOf(await store.intend(attempt));
        for (const known of [handle, aHandle({ alloc, task, attempt: token })])
          valueOf(await store.remember(known));
        next = await harness.reopenedWithout(token);
      });

      it('answers all others, and tells whose it is', async function () {
        const [attempts, handles] = [valueOf(await next.attempts()), valueOf(await next.handles())];
        expect(attempts.readable).to.deep.equal(kept);
        expect(handles.readable).to.deep.equal([handle]);
        for (const [unreadable, ...more] of [attempts.unreadable, handles.unreadable]) {
          expect(unreadable).to.include({ alloc, task, attempt: token });
          expect(unreadable?.why).to.match(/^is \S/);
          expect(more).to.deep.equal([]);
        }
      });

      it('does not count it as known', async function () {
        valueOf(await next.intend(lost));
        expect(valueOf(await next.attempts())).to.deep.equal({ readable: [lost, ...kept], unreadable: [] });
      });

      it('takes a new handle in its place', async function () {
        const again = aHandle({ alloc, task, attempt: token });
        valueOf(await next.remember(again));
        const { readable, unreadable } = valueOf(await next.handles());
        expect(readable).to.have.deep.members([handle, again]);
        expect(unreadable).to.deep.equal([]);
      });

      it('forgets it as well', async function () {
        valueOf(await next.forget(alloc, task));
        expect(valueOf(await next.attempts())).to.deep.equal({ readable: [kept[1]], unreadable: [] });
        expect(valueOf(await next.handles())).to.deep.equal({ readable: [handle], unreadable: [] });
      });
    });

    it('gives all allocations that were kept, the earliest submitted first, each as it was kept last', async function () {
      const [late, early] = [5, 1].map((ms) => aKeptAllocation({ submittedAt: at(ms) }));
      if (late === undefined || early === undefined) expect.fail();
      valueOf(await store.keep([late, early]));
      const stopped = { ...late, wanted: false };
      valueOf(await store.keep([stopped]));
      const kept = { ok: true, value: { readable: [early, stopped], unreadable: [] } };
      expect(await store.allocations()).to.deep.equal(kept);
      expect(await (await harness.reopened()).allocations()).to.deep.equal(kept);
    });

    it('drops all that is known of an allocation, and nothing of another', async function () {
      const [kept, gone] = [aKeptAllocation(), aKeptAllocation()];
      const alloc = gone.allocation.id;
      const other = anAttempt({ alloc: kept.allocation.id });
      valueOf(await store.keep([kept, gone]));
      for (const attempt of [other, anAttempt({ alloc }), anAttempt({ alloc, task: 'b' })])
        valueOf(await store.intend(attempt));
      valueOf(await store.remember(aHandle({ alloc })));
      valueOf(await store.drop(alloc));
      valueOf(await store.drop(alloc));
      expect(valueOf(await store.allocations()).readable).to.deep.equal([kept]);
      expect(valueOf(await store.attempts()).readable).to.deep.equal([other]);
      expect(valueOf(await store.handles()).readable).to.deep.equal([]);
    });

    it('gives what was recorded after a number, by number, as it was recorded last', async function () {
      const events = [9, 10, 11].map((number) => anEvent(number));
      valueOf(await store.record(events.slice(1)));
      valueOf(await store.record([{ ...anEvent(9), event: { ...anEvent(9).event, task: 'b' } }]));
      valueOf(await store.record(events.slice(0, 1)));
      expect(valueOf(await store.events(0))).to.deep.equal(events);
      expect(valueOf(await store.events(9))).to.deep.equal(events.slice(1));
      expect(valueOf(await store.allocations()).readable).to.deep.equal([]);
      expect(valueOf(await (await harness.reopened()).events(10))).to.deep.equal(events.slice(2));
    });

    it('keeps so many of the last events and no more', async function () {
      const numbers = (events: readonly NumberedEvent[]): readonly number[] =>
        events.map(({ number }) => number);
      valueOf(await store.record([1, 2, 3].map((number) => anEvent(number))));
      valueOf(await store.record([anEvent(keptEvents + 1)]));
      expect(numbers(valueOf(await store.events(0)))).to.deep.equal([2, 3, keptEvents + 1]);
      valueOf(await store.record([anEvent(keptEvents + 2)]));
      expect(numbers(valueOf(await store.events(0)))).to.deep.equal([3, keptEvents + 1, keptEvents + 2]);
    });

    describe('of which the record of an allocation can not be read', function () {
      const [lost, kept] = [aKeptAllocation(), aKeptAllocation()];
      const { id: alloc } = lost.allocation;
      let next: TaskStore;

      beforeEach(async function () {
        valueOf(await store.keep([lost, kept]));
        next = await harness.reopenedWithout(alloc);
      });

      it('answers all others, and tells which it is', async function () {
        const { readable, unreadable } = valueOf(await next.allocations());
        expect(readable).to.deep.equal([kept]);
        expect(unreadable.map((one) => one.alloc)).to.deep.equal([alloc]);
        expect(unreadable[0]?.why).to.match(/^is \S/);
      });

      it('keeps a new one in its place', async function () {
        valueOf(await next.keep([lost]));
        expect(valueOf(await next.allocations()).unreadable).to.deep.equal([]);
      });

      it('drops it as well', async function () {
        valueOf(await next.drop(alloc));
        expect(valueOf(await next.allocations())).to.deep.equal({ readable: [kept], unreadable: [] });
      });
    });
  });
}
