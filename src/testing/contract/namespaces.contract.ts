import { expect } from 'chai';

import type { Namespaces } from '../../domain/ports/namespaces.js';
import { faultOf, valueOf } from '../expect-result.js';

export interface NamespacesHarness {
  readonly subject: Namespaces;
  /** Pids of processes that run: two in one network, and one in a network of its own. */
  readonly together: readonly [number, number];
  readonly apart: number;
  /** The pid of a process that has ended, and that nobody has reaped where that makes a difference. */
  readonly ended: number;
  dispose(): Promise<void>;
}

/** Judges an adapter by the doc comment of `Namespaces`. */
export function describeNamespaces(adapter: string, make: () => Promise<NamespacesHarness>): void {
  describe(`Namespaces contract: ${adapter}`, function () {
    let harness: NamespacesHarness;

    beforeEach(async function () {
      harness = await make();
    });

    afterEach(async function () {
      await harness.dispose();
    });

    it('tells the network of one process by its number', async function () {
      const { subject, together, apart } = harness;
      const [one, other] = [
        valueOf(await subject.networkOf(together[0])),
        valueOf(await subject.networkOf(together[1])),
      ];
      expect(one).to.match(/^\d+$/).and.to.equal(other);
      expect(valueOf(await subject.networkOf(apart)))
        .to.match(/^\d+$/)
        .and.not.to.equal(one);
    });

    it('says not-found when there is no such process, or it has ended', async function () {
      expect(faultOf(await harness.subject.networkOf(2 ** 22 + 1))).to.equal('not-found');
      expect(faultOf(await harness.subject.networkOf(harness.ended))).to.equal('not-found');
    });
  });
}
