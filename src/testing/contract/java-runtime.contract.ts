import { expect } from 'chai';

import type { JavaRuntime } from '../../domain/ports/java-runtime.js';
import { eventually } from '../eventually.js';
import { valueOf } from '../expect-result.js';

export interface JavaRuntimeHarness {
  /** One that works, is missing, lies where tasks don't see it, says something else, or never ends. */
  readonly subject: (java: 'works' | 'missing' | 'unseen' | 'mute' | 'endless') => Promise<JavaRuntime>;
  /** How many processes of Java there are. */
  readonly processes: () => Promise<number>;
  dispose(): Promise<void>;
}

const never = new AbortController().signal;

/** Judges an adapter by the doc comment of `JavaRuntime`. */
export function describeJavaRuntime(adapter: string, make: () => Promise<JavaRuntimeHarness>): void {
  describe(`JavaRuntime contract: ${adapter}`, function () {
    let harness: JavaRuntimeHarness;

    beforeEach(async function () {
      harness = await make();
    });

    afterEach(async function () {
      await harness.dispose();
    });

    it('tells path, version, runtime and virtual machine, each time', async function () {
      const java = await harness.subject('works');
      for (let turn = 0; turn < 2; turn++) {
        const { path, version, runtime, vm } = valueOf(await java.describe(never));
        expect(path).to.match(/^\/.*\/java$/);
        expect(version).to.match(/^\d/);
        expect(runtime).not.to.equal('');
        expect(vm).to.include('VM');
      }
    });

    for (const [java, kind] of [
      ['missing', 'not-found'],
      ['unseen', 'unavailable'],
      ['mute', 'unavailable'],
      ['endless', 'unavailable'],
    ] as const)
      it(`says ${kind}, with a remedy, of a Java that is ${java}`, async function () {
        const described = await (await harness.subject(java)).describe(never);
        expect(described).to.have.nested.property('error.kind', kind);
        expect(described).to.have.nested.property('error.remedy').that.is.a('string').and.is.not.empty;
        await noneLeft();
      });

    it('says unavailable, with a remedy, once it is aborted, and leaves no process', async function () {
      const asking = new AbortController();
      const described = (await harness.subject('endless')).describe(asking.signal);
      asking.abort();
      expect(await described).to.have.nested.property('error.kind', 'unavailable');
      expect(await described).to.have.nested.property('error.remedy');
      const late = (await harness.subject('works')).describe(AbortSignal.abort());
      expect(await late).to.have.nested.property('error.kind', 'unavailable');
      await noneLeft();
    });

    const noneLeft = (): Promise<void> =>
      eventually(async () => {
        expect(await harness.processes()).to.equal(0);
      });
  });
}
