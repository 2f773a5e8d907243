/**
 * The command line over the streams and the signals of this process, with an app that runs nothing: it prints as many
 * lines as the first argument says, or `Infinity` of them until it is told to stop.
 */
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import { err } from '../../../src/domain/shared/result.js';
import { once } from 'node:events';

import { runCli } from '../../../src/adapters/cli/run-cli.js';
import { aReport, FakeApp } from './fake-app.js';

const count = Number(process.argv[2]);
const app = new FakeApp();
app.script = async ({ print, control: { stop } }) => {
  const stopped = once(stop, 'abort');
  for (let n = 0; n < count && !stop.aborted; n++) {
    const printed = print('stdout', `${n.toString()}\n`);
    await (count === Infinity ? Promise.race([printed, stopped]) : printed);
  }
  return aReport({ tasks: [], interrupted: stop.aborted });
};

process.exitCode = await runCli({
  argv: ['run', 'job.hcl'],
  account: { uid: 1000, home: '/nonexistent', environment: {} },
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  onSignal: (listener) => {
    process.on('SIGINT', listener);
    return () => process.off('SIGINT', listener);
  },
  openApp: () => Promise.resolve(app),
  openAgent: () => Promise.reject(new Error('nothing here asks an agent')),
  hostAgent: () => Promise.resolve(err(fault('unsupported', 'no agent here'))),
});
