#!/usr/bin/env node
import { homedir } from 'node:os';
import { setFlagsFromString } from 'node:v8';

import { runCli } from './adapters/cli/run-cli.js';

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

// Most of the time wharf waits, beside the tasks whose memory it counts: it collects its garbage early (ADR 0017).
setFlagsFromString('--optimize-for-size');

process.exitCode = await runCli({
  argv: process.argv.slice(2),
  account: { uid: process.geteuid?.() ?? -1, home: homedir(), environment: process.env },
  // Looked at only by commands that read it: to look is to open it.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  onSignal: (listener) => {
    for (const name of stopSignals) process.on(name, listener);
    return () => {
      for (const name of stopSignals) process.off(name, listener);
    };
  },
  // Loaded only when a command needs it: `wharf version` waits for no engine's library.
  openAgent: async (settings, patience) =>
    (await import('./app/composition/open-agent.js')).openAgent(settings, patience),
  openApp: async (settings) => (await import('./app/composition/open-app.js')).openApp(settings),
  hostAgent: async (settings) => (await import('./app/composition/host-agent.js')).hostAgent(settings),
});
