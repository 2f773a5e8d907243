import { expect } from 'chai';

import { aReport, FakeApp, type Script } from './fake-app.js';
import { FakeOutlet } from './fake-outlet.js';
import { wharf, type Wharf } from './wharf.js';

const mib = 1024 * 1024;
const pulling = (bytes: number, image = 'busybox:1') =>
  ({
    type: 'pulling',
    image,
    progress: { layers: 2, layersDone: bytes === 4 ? 1 : 0, bytes: bytes * mib, bytesTotal: 8 * mib },
  }) as const;

function running(script: Script, around: Parameters<typeof wharf>[1] = {}): Wharf {
  const app = new FakeApp();
  app.script = script;
  return wharf(['run', '--no-color', 'job.hcl'], { ...around, app });
}

describe('an image pull', () => {
  it('is plain lines, one per ten seconds, where there is no terminal', async () => {
    const { status, stderr } = running(({ happen, pass }) => {
      happen({ type: 'pulling', image: 'busybox:1', progress: undefined });
      for (let n = 0; n < 8; n++) {
        pass(2000);
        happen(pulling(n));
      }
      happen({ type: 'pulled', image: 'busybox:1' });
      return aReport({ tasks: [] });
    });
    await status;
    expect(stderr.lines).to.deep.equal([
      'web * pulling busybox:1',
      'web * pulling busybox:1: 50%, 4.0 of 8.0 MiB, 1 of 2 layers',
      'web * pulled busybox:1',
    ]);
  });

  it('is a bar below what is printed on a terminal, and gone at its end', async () => {
    const stderr = new FakeOutlet({ isTTY: true, columns: 60 });
    const stdout = new FakeOutlet({ isTTY: true });
    const { status } = running(
      async ({ happen, pass, print }) => {
        happen(pulling(0));
        pass(50);
        happen(pulling(1));
        pass(50);
        happen(pulling(4));
        await print('stdout', 'meanwhile\n', { task: 'other' });
        happen({ type: 'pulled', image: 'busybox:1' });
        return aReport({ tasks: [] });
      },
      { stderr, stdout },
    );
    await status;
    const empty = 'pulling busybox:1 [------------------------] 0%, 0.0 of 8.0';
    const half = 'pulling busybox:1 [############------------] 50%, 4.0 of 8.';
    expect(stderr.text.split('\r\x1b[2K')).to.deep.equal([empty, half, half, 'web * pulled busybox:1\n']);
    expect(stdout.lines).to.deep.equal(['other | meanwhile']);
  });

  it('shares its line with the pulls of other tasks, an image that two tasks want counted once', async () => {
    const stderr = new FakeOutlet({ isTTY: true, columns: 120 });
    const { status } = running(
      ({ happen, pass }) => {
        happen(pulling(0));
        for (const [task, image] of [
          ['a', 'busybox:1'],
          ['b', 'alpine:3'],
        ] as const) {
          pass(100);
          happen(pulling(4, image), { task });
        }
        return aReport({ tasks: [] });
      },
      { stderr },
    );
    await status;
    expect(stderr.text).to.include('pulling 2 images [######------------------] 25%, 4.0 of 16.0 MiB');
  });

  it('leaves no bar behind when it fails', async () => {
    const stderr = new FakeOutlet({ isTTY: true, columns: 80 });
    const { status } = running(
      ({ happen }) => {
        happen(pulling(1));
        happen({ type: 'start-failed', message: 'no such image', remedy: undefined });
        return aReport({ tasks: [] });
      },
      { stderr },
    );
    await status;
    expect(stderr.text.split('\r\x1b[2K').at(-1)).to.equal('web * did not start: no such image\n');
  });
});
