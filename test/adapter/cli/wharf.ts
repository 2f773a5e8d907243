import { runCli } from '../../../src/adapters/cli/run-cli.js';
import type { Settings } from '../../../src/app/config/settings.js';
import type { AgentClient, Patience } from '../../../src/app/agent-client.js';
import { openAgent } from '../../../src/app/composition/open-agent.js';
import type { RunningAgent } from '../../../src/app/running-agent.js';
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import { err, ok } from '../../../src/domain/shared/result.js';
import { FakeApp } from './fake-app.js';
import { FakeInlet } from './fake-inlet.js';
import { FakeOutlet } from './fake-outlet.js';

interface Around {
  readonly app?: FakeApp;
  readonly stdout?: FakeOutlet;
  readonly stderr?: FakeOutlet;
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin?: FakeInlet;
  /** What is asked; undefined: the one that listens where the settings say. */
  readonly agent?: AgentClient;
  /** Undefined: another one has the state directory. */
  readonly hosted?: RunningAgent;
  /** Rejects with it instead of opening the app. */
  readonly openFails?: unknown;
}

/** One invocation of the command line, in this process. */
export interface Wharf {
  readonly app: FakeApp;
  readonly stdout: FakeOutlet;
  readonly stderr: FakeOutlet;
  readonly stdin: FakeInlet;
  /** Of each app that was opened. */
  readonly settings: readonly Settings[];
  /** Of each agent that was asked. */
  readonly patience: readonly Patience[];
  readonly status: Promise<number>;
  /** As Ctrl-C. Answers whether somebody listened. */
  signal(): boolean;
}

export function wharf(argv: readonly string[], around: Around = {}): Wharf {
  const {
    app = new FakeApp(),
    stdout = new FakeOutlet(),
    stderr = new FakeOutlet(),
    stdin = new FakeInlet(),
  } = around;
  const patience: Patience[] = [];
  const settings: Settings[] = [];
  const listeners = new Set<() => void>();
  const status = runCli({
    argv,
    // Nobody's home: what the user of the tests has configured must not matter.
    account: { uid: 1000, home: '/nonexistent', environment: around.environment ?? {} },
    stdin,
    stdout,
    stderr,
    onSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    openAgent: (loaded, given) => {
      patience.push(given);
      return Promise.resolve(around.agent ?? openAgent(loaded, given));
    },
    hostAgent: () =>
      Promise.resolve(
        around.hosted === undefined
          ? err(fault('conflict', 'the task store is in use by process 7'))
          : ok(around.hosted),
      ),
    openApp: (loaded) => {
      settings.push(loaded);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever the test says
      return around.openFails === undefined ? Promise.resolve(app) : Promise.reject(around.openFails);
    },
  });
  return {
    app,
    stdout,
    stderr,
    stdin,
    settings,
    patience,
    status,
    signal: () => {
      for (const listener of [...listeners]) listener();
      return listeners.size > 0;
    },
  };
}
