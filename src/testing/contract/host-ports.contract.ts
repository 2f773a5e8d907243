import { expect } from 'chai';

import type { Port } from '../../domain/model/job.js';
import type { HostPorts } from '../../domain/ports/host-ports.js';
import { valueOf } from '../expect-result.js';

export interface HostPortsHarness {
  readonly subject: HostPorts;
  /** A free port, which is the first dynamic one that the subject would choose. */
  readonly first: number;
  /** A static port that is taken. */
  readonly taken: number;
  dispose(): Promise<void>;
}

const port = (label: string, fixed?: number): Port => ({ label, static: fixed, to: undefined });

/** Judges an adapter by the doc comment of `HostPorts`. */
export function describeHostPorts(adapter: string, make: () => Promise<HostPortsHarness>): void {
  describe(`HostPorts contract: ${adapter}`, function () {
    let harness: HostPortsHarness;

    beforeEach(async function () {
      harness = await make();
    });

    afterEach(async function () {
      await harness.dispose();
    });

    it('chooses for each label of each allocation, from 20000 to 32000, none twice', async function () {
      const asked = [[port('a'), port('b')], [], [port('a')]];
      const chosen = valueOf(await harness.subject.choose(asked, []));
      expect(chosen.map((one) => Object.keys(one))).to.deep.equal([['a', 'b'], [], ['a']]);
      const numbers = chosen.flatMap((one) => Object.values(one));
      expect(new Set(numbers).size).to.equal(3);
      for (const number of numbers) expect(number).to.be.within(20_000, 32_000);
    });

    it('chooses no port that is static for another label, or for another allocation', async function () {
      const { first, subject } = harness;
      const [own] = valueOf(await subject.choose([[port('any'), port('fixed', first)]], []));
      expect(own).to.include({ fixed: first }).and.to.have.property('any').that.does.not.equal(first);
      const [any, other] = valueOf(await subject.choose([[port('any')], [port('fixed', first)]], []));
      expect(other).to.deep.equal({ fixed: first });
      expect(any).to.have.property('any').that.does.not.equal(first);
    });

    it('says conflict, naming the port, when a static one is taken', async function () {
      const { taken, subject } = harness;
      const chosen = await subject.choose([[port('a')], [port('http', taken)]], []);
      expect(chosen).to.have.nested.property('error.kind', 'conflict');
      expect(chosen)
        .to.have.nested.property('error.message')
        .that.includes(`port ${taken.toString()} for "http"`);
    });

    it('takes a port that is published for taken, whoever listens on it', async function () {
      const { first, subject } = harness;
      const used = [{ hostIp: '', hostPort: first, taskPort: 80 }];
      const [any] = valueOf(await subject.choose([[port('any')]], used));
      expect(any).to.have.property('any').that.does.not.equal(first);
      const chosen = await subject.choose([[port('http', first)]], used);
      expect(chosen).to.have.nested.property('error.kind', 'conflict');
      expect(chosen)
        .to.have.nested.property('error.message')
        .that.includes(`port ${first.toString()} for "http"`);
    });

    it('says conflict, naming the port, when a static one is asked for twice', async function () {
      const { first, subject } = harness;
      const chosen = await subject.choose([[port('a', first)], [port('b', first)]], []);
      expect(chosen).to.have.nested.property('error.kind', 'conflict');
      expect(chosen)
        .to.have.nested.property('error.message')
        .that.includes(`port ${first.toString()} for "b"`);
    });
  });
}
