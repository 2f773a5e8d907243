import type { Readable, Writable } from 'node:stream';

import type { AgentClient, Patience } from '../../app/agent-client.js';
import type { App } from '../../app/app.js';
import type { Account } from '../../app/config/account.js';
import type { Settings } from '../../app/config/settings.js';
import type { RunningAgent } from '../../app/running-agent.js';
import type { Answer } from '../../domain/ports/runtime.js';

/** All that the command line has around it. A value, so that a test can bring its own. */
export interface Surroundings {
  /** Without the program and the script. */
  readonly argv: readonly string[];
  readonly account: Account;
  readonly stdin: Inlet;
  readonly stdout: Outlet;
  readonly stderr: Outlet;
  /** Calls the listener at each signal that asks to stop, in place of what would happen otherwise; answers how to end that. */
  readonly onSignal: (listener: () => void) => () => void;
  /** May reject with a message for people, and with a `remedy`. */
  readonly openApp: (settings: Settings) => Promise<App>;
  readonly openAgent: (settings: Settings, patience: Patience) => Promise<AgentClient>;
  /** The agent of this host, in this process. */
  readonly hostAgent: (settings: Settings) => Answer<RunningAgent>;
}

/** A stream that may be a terminal, as the ones of a process are. One that is tells when it is `resize`d. */
export type Outlet = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
};

/** A terminal gives whole lines, and acts on keys such as Ctrl-C itself, unless it is raw. */
export type Inlet = Readable & {
  readonly isTTY?: boolean;
  readonly setRawMode?: (raw: boolean) => unknown;
};
