import { expect } from 'chai';

import { succeed } from '../../../src/adapters/memory/behaviour.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import {
  MemoryContainerRuntime,
  type MemoryRegistry,
} from '../../../src/adapters/memory/memory-container-runtime.js';
import { MemoryHost } from '../../../src/adapters/memory/memory-host.js';
import { ImageSupply } from '../../../src/app/services/image-supply.js';
import type { ImageRequest } from '../../../src/domain/model/image-request.js';

const never = new AbortController().signal;
const aRequest = (over: Partial<ImageRequest> = {}): ImageRequest => ({
  image: 'redis:7',
  fetch: 'if-missing',
  archive: undefined,
  credentials: undefined,
  stallMs: 120_000,
  timeoutMs: undefined,
  ...over,
});

/** A supply, and a journal of what was asked of the registry and told to its users. */
function scene(registry: MemoryRegistry = {}): Scene {
  const clock = new ManualClock();
  const runtime = new MemoryContainerRuntime(new MemoryHost(clock), succeed, registry);
  const told: string[] = [];
  const supply = new ImageSupply(
    {
      hasImage: (image, signal) => {
        told.push('look');
        return runtime.hasImage(image, signal);
      },
      loadImage: (archive, signal) => runtime.loadImage(archive, signal),
      pullImage: (request, signal) => {
        told.push('pull');
        signal.addEventListener('abort', () => told.push('given up'), { once: true });
        return runtime.pullImage(request, signal);
      },
    },
    clock,
  );
  const report = {
    onPull: (_image: string, progress: object | undefined) => told.push(progress ? 'progress' : 'pulling'),
    onPulled: () => told.push('pulled'),
  };
  return { clock, supply, told, report };
}

interface Scene {
  readonly clock: ManualClock;
  readonly supply: ImageSupply;
  readonly told: readonly string[];
  readonly report: Parameters<ImageSupply['ensure']>[1];
}

describe('the supply of images', function () {
  it('pulls what is missing, once, and tells how it goes', async function () {
    const { clock, supply, told, report } = scene();
    expect(await clock.runUntil(supply.ensure(aRequest(), report, never))).to.have.property('ok', true);
    expect(told.filter((word) => word !== 'progress')).to.deep.equal(['look', 'pulling', 'pull', 'pulled']);
    expect(told).to.include('progress');
    await supply.ensure(aRequest(), report, never);
    expect(told.filter((word) => word === 'pull')).to.have.length(1);
  });

  it('pulls what is here when it is asked to', async function () {
    const { clock, supply, told, report } = scene();
    for (const fetch of ['if-missing', 'always'] as const) {
      await clock.runUntil(supply.ensure(aRequest({ fetch }), report, never));
    }
    expect(told.filter((word) => word === 'pull')).to.have.length(2);
  });

  it('loads from an archive in place of a registry', async function () {
    const { supply, told, report } = scene({ archives: { '/local/redis.tar': ['redis:7'] } });
    expect(await supply.ensure(aRequest({ archive: '/local/redis.tar' }), report, never)).to.have.property(
      'ok',
      true,
    );
    expect(await supply.ensure(aRequest(), report, never)).to.have.property('ok', true);
    expect(told).to.deep.equal(['look']);
  });

  it('shares one look among all who ask at the same time, and looks anew later', async function () {
    const { supply, told, report } = scene({ archives: { '/local/redis.tar': ['redis:7'] } });
    await supply.ensure(aRequest({ archive: '/local/redis.tar' }), report, never);
    await Promise.all([1, 2, 3].map(() => supply.ensure(aRequest(), report, never)));
    expect(told).to.deep.equal(['look']);
    await supply.ensure(aRequest(), report, never);
    expect(told).to.deep.equal(['look', 'look']);
  });

  it('waits no longer for a look than its user does', async function () {
    const clock = new ManualClock();
    const hasImage = (): Promise<never> => new Promise(() => undefined);
    const images = new MemoryContainerRuntime(new MemoryHost(clock), succeed);
    const supply = new ImageSupply(
      {
        hasImage,
        loadImage: (archive, signal) => images.loadImage(archive, signal),
        pullImage: (request, signal) => images.pullImage(request, signal),
      },
      clock,
    );
    const user = new AbortController();
    const supplied = supply.ensure(aRequest(), scene().report, user.signal);
    user.abort();
    expect(await supplied).to.have.nested.property('error.kind', 'unavailable');
  });

  it('shares one pull among all who want the image at the same time', async function () {
    const { clock, supply, told, report } = scene({ layerMs: 1000 });
    const all = Promise.all(Array.from({ length: 5 }, () => supply.ensure(aRequest(), report, never)));
    expect((await clock.runUntil(all)).every(({ ok }) => ok)).to.equal(true);
    expect(told.filter((word) => word === 'pull')).to.have.length(1);
    expect(told.filter((word) => word === 'pulled')).to.have.length(5);
  });

  it('does not share a pull among different credentials', async function () {
    const { clock, supply, told, report } = scene({ layerMs: 1000 });
    const mine = aRequest({ credentials: { username: 'a', password: 'b', server: undefined } });
    await clock.runUntil(
      Promise.all([mine, aRequest()].map((request) => supply.ensure(request, report, never))),
    );
    expect(told.filter((word) => word === 'pull')).to.have.length(2);
  });

  it('goes on pulling for the others when one gives up, and ends the pull with the last', async function () {
    const { clock, supply, told, report } = scene({ layerMs: 1000 });
    const [one, two] = [new AbortController(), new AbortController()];
    const answers = [one, two].map(({ signal }) => supply.ensure(aRequest(), report, signal));
    await clock.advance(500);
    one.abort();
    expect(await answers[0]).to.have.nested.property('error.kind', 'unavailable');
    expect(told).not.to.include('given up');
    two.abort();
    await Promise.all(answers);
    expect(told).to.include('given up');
  });

  it('does not end a pull that somebody else joins at that moment', async function () {
    const { clock, supply, report } = scene({ layerMs: 1000 });
    const first = new AbortController();
    const given = supply.ensure(aRequest(), report, first.signal);
    await clock.advance(500);
    first.abort();
    const next = supply.ensure(aRequest(), report, never);
    await given;
    expect(await clock.runUntil(next)).to.have.property('ok', true);
  });

  it('begins a new pull after one that was given up', async function () {
    const { clock, supply, told, report } = scene({ layerMs: 1000 });
    const first = new AbortController();
    const given = supply.ensure(aRequest(), report, first.signal);
    await clock.advance(500);
    first.abort();
    await given;
    expect(await clock.runUntil(supply.ensure(aRequest(), report, never))).to.have.property('ok', true);
    expect(told.filter((word) => word === 'pull')).to.have.length(2);
  });

  it('gives up when its own time is over, and says which', async function () {
    const { clock, supply, told, report } = scene({ layerMs: 100_000 });
    const late = await clock.runUntil(supply.ensure(aRequest({ timeoutMs: 90_000 }), report, never));
    expect(late).to.have.nested.property('error.message', 'image redis:7 was not here after 1m30s');
    expect(late).to.have.nested.property('error.remedy').that.includes('image_pull_timeout');
    expect(told).to.include('given up');
  });

  it('hands on what the registry says', async function () {
    const { supply, report } = scene({ images: [] });
    expect(await supply.ensure(aRequest(), report, never)).to.have.nested.property('error.kind', 'not-found');
  });
});
