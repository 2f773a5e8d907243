import { DockerEngineRuntime } from '../../src/adapters/docker-engine/docker-engine-runtime.js';
import { EngineHolderImage } from '../../src/adapters/docker-engine/holder/engine-holder-image.js';
import { describeHolderImage } from '../../src/testing/contract/holder-image.contract.js';
import { valueOf } from '../../src/testing/expect-result.js';
import { engineRequest } from '../support/engine/engine-request.js';
import { engineHost } from '../support/engine/engine-host.js';
import { privateEngine } from '../support/engine/private-engine.js';
import { hostClock } from '../support/host-clock.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const never = new AbortController().signal;

describeHolderImage('for a Docker Engine', async () => {
  const { socketPath, endpoint } = await privateEngine();
  const directory = await temporaryDirectory();
  const runtime = new DockerEngineRuntime({ endpoint, clock: hostClock, host: engineHost });
  const subject = new EngineHolderImage(directory.path);
  const forget = (): Promise<unknown> =>
    engineRequest(socketPath, `/images/${subject.name}?force=1`, { method: 'DELETE' });
  await forget();
  return {
    subject,
    load: async (path) => {
      valueOf(await runtime.loadImage(path, never));
    },
    knows: async (name) => valueOf(await runtime.hasImage(name, never)),
    dispose: async () => {
      await forget();
      runtime.close();
      await directory.remove();
    },
  };
});
