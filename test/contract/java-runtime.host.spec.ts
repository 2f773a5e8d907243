import { HostJava } from '../../src/adapters/system/host-java.js';
import { defaultSettings } from '../../src/app/composition/library/default-settings.js';
import { describeJavaRuntime } from '../../src/testing/contract/java-runtime.contract.js';
import { processesBearing } from '../../src/testing/processes.js';
import { javaProgram, openJdkSays } from '../support/java-programs.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** Its child goes on when only the first process is killed. */
const endless = 'sh -c "while :; do sleep 0.1; done" $0 &\nwait\n';

const scripts = {
  works: openJdkSays,
  missing: undefined,
  unseen: openJdkSays,
  mute: 'echo "Error: could not find libjava.so" >&2\n',
  endless,
} as const;

describeJavaRuntime('of a host with programs that say what Java says', async () => {
  const directory = await temporaryDirectory();
  return {
    subject: async (java) => {
      const script = scripts[java];
      const bin = script === undefined ? directory.path : await javaProgram(directory.path, script);
      const rootDirectories = java === 'unseen' ? ['/usr'] : [directory.path];
      const environment = { PATH: bin };
      const places = { path: undefined, environment, rootDirectories };
      return new HostJava(places, java === 'endless' ? 300 : 10_000);
    },
    processes: async () => (await processesBearing(directory.path)).length,
    dispose: () => directory.remove(),
  };
});

describeJavaRuntime('of this host, whose Java is real', async () => {
  const directory = await temporaryDirectory();
  return {
    subject: async (java) => {
      const environment = { PATH: '/usr/bin:/bin' };
      const { rootDirectories } = defaultSettings().exec;
      const path = `${directory.path}/bin/java`;
      if (java === 'works') return new HostJava({ path: undefined, environment, rootDirectories });
      const script = scripts[java];
      if (script !== undefined) await javaProgram(directory.path, script);
      const shown = java === 'unseen' ? rootDirectories : [...rootDirectories, directory.path];
      return new HostJava({ path, environment, rootDirectories: shown }, 300);
    },
    processes: async () => (await processesBearing(directory.path)).length,
    dispose: () => directory.remove(),
  };
});
