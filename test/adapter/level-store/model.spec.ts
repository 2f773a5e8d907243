import { expect } from 'chai';
import fc from 'fast-check';

import type { LevelTaskStore } from '../../../src/adapters/level-store/level-task-store.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import type { Attempt, TaskHandle } from '../../../src/domain/model/handle.js';
import type { AllocId, AttemptToken, InstanceId } from '../../../src/domain/model/ids.js';
import type { TaskStore } from '../../../src/domain/ports/task-store.js';
import { at } from '../../../src/testing/builders/an-identity.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { openStore } from '../../support/level-store/a-level-store.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';

interface Real {
  store: LevelTaskStore;
  readonly directory: string;
}

type Step = fc.AsyncCommand<MemoryTaskStore, Real>;

const step = (words: string, run: (model: MemoryTaskStore, real: Real) => Promise<void>): Step => ({
  check: () => true,
  run,
  toString: () => words,
});

/** Done to both, with the same answer. */
const both = (words: string, act: (store: TaskStore) => Promise<unknown>): Step =>
  step(words, async (model, real) => {
    expect(await act(real.store)).to.deep.equal(await act(model));
  });

/** Names that begin alike, differ in what is no character, or mean something to somebody. */
const name = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'a/b',
    '../a',
    'a\0',
    '\0',
    '","',
    '"',
    '\\',
    '__proto__',
    'constructor',
    'é',
    'e\u0301',
  ),
  fc.constantFrom(
    '\ud800',
    '\udfff',
    '\ufffd',
    '\u{10ffff}',
    '\uffff',
    '[',
    ']',
    ',',
    '-',
    ' ',
    '\n',
    '\u2028',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const fewOf = (text: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof(fc.constantFrom('a', 'b'), text);
const alloc = fewOf(name) as fc.Arbitrary<AllocId>;
const token = fewOf(name) as fc.Arbitrary<AttemptToken>;
const instant = fc.integer({ min: 0, max: 1e13 }).map(at);

const attempt: fc.Arbitrary<Attempt> = fc.record({
  token,
  alloc,
  task: fewOf(name),
  driver: name,
  intendedAt: instant,
});
const handle: fc.Arbitrary<TaskHandle> = fc.record({
  driver: name,
  alloc,
  task: fewOf(name),
  attempt: token,
  instance: name as fc.Arbitrary<InstanceId>,
  startedAt: instant,
});

const steps = [
  attempt.map((one) => both(`intend ${JSON.stringify(one)}`, (store) => store.intend(one))),
  handle.map((one) => both(`remember ${JSON.stringify(one)}`, (store) => store.remember(one))),
  fc
    .tuple(alloc, fewOf(name))
    .map(([of, task]) => both(`forget ${JSON.stringify([of, task])}`, (store) => store.forget(of, task))),
  fc.constant(
    step('reopen', async (_, real) => {
      await real.store.close();
      real.store = valueOf(await openStore(real.directory));
    }),
  ),
  fc.constant(
    step('read', async (model, { store }) => {
      const [attempts, known] = [valueOf(await store.attempts()), valueOf(await model.attempts())];
      expect(attempts.readable).to.have.deep.members(known.readable);
      expect(attempts.readable.map(({ intendedAt }) => intendedAt)).to.deep.equal(
        known.readable.map(({ intendedAt }) => intendedAt),
      );
      expect(valueOf(await store.handles()).readable).to.have.deep.members(
        valueOf(await model.handles()).readable,
      );
      expect([...attempts.unreadable, ...valueOf(await store.handles()).unreadable]).to.deep.equal([]);
    }),
  ),
];

describe('LevelTaskStore, whatever is done to it', function () {
  this.timeout(120_000);

  it('answers as the store in memory does', async function () {
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: 40 }), async (commands) => {
        const directory = await temporaryDirectory();
        const real: Real = { store: valueOf(await openStore(directory.path)), directory: directory.path };
        try {
          await fc.asyncModelRun(() => ({ model: new MemoryTaskStore(), real }), commands);
        } finally {
          await real.store.close();
          await directory.remove();
        }
      }),
      { numRuns: 60 },
    );
  });
});
