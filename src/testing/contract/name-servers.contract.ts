import { expect } from 'chai';

import type { NameServers } from '../../domain/ports/name-servers.js';
import { valueOf } from '../expect-result.js';

export interface NameServersHarness {
  /** A host that asks these servers, in this order. */
  asking(servers: readonly string[]): Promise<NameServers>;
  /** A host that says nothing. */
  silent(): Promise<NameServers>;
  dispose(): Promise<void>;
}

/** Judges an adapter by the doc comment of `NameServers`. */
export function describeNameServers(adapter: string, make: () => Promise<NameServersHarness>): void {
  describe(`NameServers contract: ${adapter}`, function () {
    let harness: NameServersHarness;

    beforeEach(async function () {
      harness = await make();
    });

    afterEach(async function () {
      await harness.dispose();
    });

    it('tells whom the host asks, in its order', async function () {
      const subject = await harness.asking(['10.0.0.2', 'fd00::1', '10.0.0.1']);
      expect(valueOf(await subject.read()).servers).to.deep.equal(['10.0.0.2', 'fd00::1', '10.0.0.1']);
    });

    it('leaves servers on a loopback address out', async function () {
      const subject = await harness.asking(['127.0.0.53', '10.0.0.1', '::1', '127.0.0.1']);
      expect(valueOf(await subject.read()).servers).to.deep.equal(['10.0.0.1']);
    });

    it('tells nothing where the host says nothing', async function () {
      const subject = await harness.silent();
      expect(valueOf(await subject.read())).to.deep.equal({ servers: [], searches: [], options: [] });
    });
  });
}
