import { expect } from 'chai';

import { succeed } from '../../../src/adapters/memory/behaviour.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import {
  MemoryContainerRuntime,
  type MemoryRegistry,
} from '../../../src/adapters/memory/memory-container-runtime.js';
import { MemoryHost } from '../../../src/adapters/memory/memory-host.js';
import type { PullProgress } from '../../../src/domain/model/pull.js';
import { aContainerSpec } from '../../../src/testing/builders/a-container-spec.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';

describe('MemoryContainerRuntime', function () {
  const never = new AbortController().signal;
  const image = 'web:1';

  const make = (registry: MemoryRegistry = {}): { clock: ManualClock; runtime: MemoryContainerRuntime } => {
    const clock = new ManualClock();
    return { clock, runtime: new MemoryContainerRuntime(new MemoryHost(clock), succeed, registry) };
  };

  const request = (seen: PullProgress[] = []): Parameters<MemoryContainerRuntime['pullImage']>[0] => ({
    image,
    credentials: undefined,
    stallMs: 1000,
    onProgress: (progress) => seen.push(progress),
  });

  it('makes containers of images that are here only', async function () {
    const { runtime } = make();
    const spec = aContainerSpec({ image });
    expect(faultOf(await runtime.create(spec, never))).to.equal('not-found');
    valueOf(await runtime.pullImage(request(), never));
    expect(valueOf(await runtime.hasImage(image, never))).to.equal(true);
    valueOf(await runtime.create(spec, never));
  });

  it('reports what has come, layer by layer, at the pace of the clock', async function () {
    const { clock, runtime } = make({ layerMs: 100 });
    const seen: PullProgress[] = [];
    valueOf(await clock.runUntil(runtime.pullImage(request(seen), never)));
    expect(
      seen.map(({ layersDone, layers }) => `${layersDone.toString()}/${layers.toString()}`),
    ).to.deep.equal(['0/3', '1/3', '2/3', '3/3']);
    expect(clock.now()).to.equal(300);
  });

  it('says not-found of an image that no registry has', async function () {
    const { runtime } = make({ images: ['other:1'] });
    expect(faultOf(await runtime.pullImage(request(), never))).to.equal('not-found');
    expect(valueOf(await runtime.hasImage(image, never))).to.equal(false);
  });

  it('says outcome-unknown of a pull that was given up, unavailable when it had been before', async function () {
    const { clock, runtime } = make({ layerMs: 100 });
    const enough = new AbortController();
    const pulling = runtime.pullImage(request(), enough.signal);
    await clock.advance(150);
    enough.abort();
    expect(faultOf(await pulling)).to.equal('outcome-unknown');
    expect(valueOf(await runtime.hasImage(image, never))).to.equal(false);
    expect(faultOf(await runtime.pullImage(request(), AbortSignal.abort()))).to.equal('unavailable');
  });

  it('loads the images of an archive', async function () {
    const { runtime } = make({ archives: { '/images.tar': [image] } });
    expect(faultOf(await runtime.loadImage('/none.tar', never))).to.equal('not-found');
    valueOf(await runtime.loadImage('/images.tar', never));
    expect(valueOf(await runtime.hasImage(image, never))).to.equal(true);
  });
});
