import { expect } from 'chai';

import { atMost } from '../../src/app/services/at-most.js';
import { privateEngine } from '../support/engine/private-engine.js';
import type { Death, DoneStep } from '../support/faults/mortality.js';
import { type PortName, stepsOf } from '../support/faults/steps.js';
import { captureHost, differences } from '../support/host/host-state.js';
import { hostClock } from '../support/host-clock.js';
import { temporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.js';
import { livingTasks, marker } from './campaign/truth.js';
import type { Kind } from './crash-points/crash-job.js';
import { crashLife, type CrashPlace, undisturbed } from './crash-points/crash-life.js';
import { type PluginDeath, pluginDeaths } from './crash-points/deadly-plugins.js';

/** Lives side by side. */
const lanes = 5;
const samplePauseMs = 200;
const noJava = { WHARF_JAVA_ENABLED: 'false' };

/** What no life of a task comes to, and why it is no step at which one could be lost. */
const elsewhere = {
  'docker.pullImage': 'makes nothing of a task',
  'docker.loadImage': 'makes nothing of a task',
  'docker.exec': 'ends with the instance, as what is beside it does',
  'exec.exec': 'ends with the instance, as what is beside it does',
  'directories.writeFile': 'is within the directories that are made and removed as a whole',
};

/** Of the time that a step takes: when it has just begun, and in the middle of it. */
const moments = [0.05, 0.5];

/**
 * Right before it, which is right after the one before; and while it goes on, or after it was done and before anybody heard
 * of that. A store writes all or nothing, and in less than a millisecond.
 */
const deathsAt = ({ step, ms }: DoneStep): readonly Death[] => [
  { step, when: 'before', afterMs: 0 },
  ...(step.startsWith('store.') ? [] : moments).map(
    (part) => ({ step, when: 'amid', afterMs: Math.floor(ms * part) }) as const,
  ),
];

/** What keeps the network of a group with containers is made first, and goes last. */
const ofTheHolder = ['docker.create#1', 'docker.start#1', 'docker.remove#2'];

/** What lives of that kind are there for; of all else the other kinds tell. */
const deathsOf: Readonly<Record<Kind, (steps: readonly DoneStep[]) => readonly (Death | PluginDeath)[]>> = {
  docker: (steps) => steps.flatMap(deathsAt),
  exec: (steps) => steps.flatMap(deathsAt),
  network: (steps) => [
    ...pluginDeaths,
    ...steps.filter(({ step }) => step.startsWith('network.')).flatMap(deathsAt),
    ...steps
      .filter(({ step }) => ofTheHolder.includes(step))
      .map(({ step, ms }) => ({ step, when: 'amid', afterMs: Math.floor(ms / 2) }) as const),
  ],
};
const portsOf = {
  docker: ['store', 'directories', 'docker'],
  exec: ['store', 'directories', 'exec'],
  network: ['store', 'directories', 'docker', 'exec', 'network'],
} as const satisfies Record<Kind, readonly PortName[]>;

describe('An agent that is killed at any step over a real runtime', function () {
  this.timeout(300_000);
  let directory: TemporaryDirectory;
  let place: CrashPlace;

  before(async function () {
    const engine = await privateEngine();
    directory = await temporaryDirectory();
    const { socketPath, endpoint } = engine;
    place = {
      directory: directory.path,
      socketPath,
      environment: {
        docker: { ...noJava, WHARF_EXEC_ENABLED: 'false', WHARF_DOCKER_ENDPOINT: endpoint },
        exec: { ...noJava, WHARF_DOCKER_ENABLED: 'false', WHARF_EXEC_RUNTIME: 'runc' },
        network: { ...noJava, WHARF_DOCKER_ENDPOINT: endpoint, WHARF_EXEC_RUNTIME: 'runc' },
      },
    };
  });
  after(async function () {
    await directory.remove();
  });

  /** Looks again and again whether one task runs twice at the same time. */
  const sample = async (signal: AbortSignal): Promise<readonly string[]> => {
    const twice = new Set<string>();
    while (!signal.aborted) {
      const tasks = (await livingTasks()).filter((mark) => mark.startsWith(marker));
      for (const [index, task] of tasks.entries()) if (tasks.indexOf(task) !== index) twice.add(task);
      await hostClock.sleep(samplePauseMs, signal);
    }
    return [...twice];
  };

  for (const kind of ['docker', 'exec', 'network'] as const satisfies readonly Kind[])
    it(`loses, doubles and leaks nothing of ${kind}`, async function () {
      const { steps, sins } = await crashLife(place, kind, undisturbed(kind));
      expect(sins).to.deep.equal([]);
      const names = new Set(steps.map(({ step }) => step.replace(/#.*/, '')));
      const declared = portsOf[kind].flatMap((port) => stepsOf(port));
      expect(declared.filter((step) => !names.has(step) && !(step in elsewhere))).to.deep.equal([]);
      const untouched = await captureHost([]);
      const over = new AbortController();
      const doubled = sample(over.signal);
      const deaths = deathsOf[kind](steps);
      const lives = await atMost(lanes, deaths, (death) =>
        crashLife(place, kind, `${kind}-${(deaths.indexOf(death) + 1).toString()}`, death),
      );
      over.abort();
      expect(lives.flatMap((life) => life.sins)).to.deep.equal([]);
      expect(await doubled).to.deep.equal([]);
      expect(differences(untouched, await captureHost([]))).to.deep.equal([]);
    });
});
