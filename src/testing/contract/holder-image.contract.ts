import { expect } from 'chai';

import type { HolderImage } from '../../domain/ports/holder-image.js';
import { valueOf } from '../expect-result.js';

export interface HolderImageHarness {
  readonly subject: HolderImage;
  /** Has an engine load an archive. */
  load(path: string): Promise<void>;
  /** Whether the engine knows an image of that name. */
  knows(name: string): Promise<boolean>;
  dispose(): Promise<void>;
}

/** Judges an adapter by the doc comment of `HolderImage`. */
export function describeHolderImage(adapter: string, make: () => Promise<HolderImageHarness>): void {
  describe(`HolderImage contract: ${adapter}`, function () {
    this.timeout(60_000);
    let harness: HolderImageHarness;

    beforeEach(async function () {
      harness = await make();
    });

    afterEach(async function () {
      await harness.dispose();
    });

    it('is written to an absolute path, as often as it is asked for', async function () {
      const path = valueOf(await harness.subject.archive());
      expect(path).to.match(/^\//);
      expect(valueOf(await harness.subject.archive())).to.equal(path);
    });

    it('is known to an engine by its name once the archive is loaded', async function () {
      const { subject } = harness;
      expect(await harness.knows(subject.name)).to.equal(false);
      await harness.load(valueOf(await subject.archive()));
      expect(await harness.knows(subject.name)).to.equal(true);
    });
  });
}
