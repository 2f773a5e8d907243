import { createInterface } from 'node:readline';

import { hostAgent } from '../../../src/app/composition/host-agent.js';
import { loadSettings } from '../../../src/app/config/load-settings.js';
import { readJobRecord } from '../../../src/domain/job/job-record.js';
import type { Json } from '../../../src/domain/shared/json.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { type Death, Mortality } from '../faults/mortality.js';

/**
 * An agent as a program that hosts it has one. It does what the lines of its standard input say: `submit RECORD`, `show`,
 * `purge` or `leave`; and says after each, as JSON, which allocations it keeps. Asked for its `steps` it says those. It
 * dies where `DEATH` says.
 */
const account = { uid: 0, home: '/root', environment: process.env };
const settings = loadSettings({ account, file: undefined, flags: [], hostVolumes: [] });
const death = process.env['DEATH'];
const mortality = new Mortality(death === undefined ? undefined : (JSON.parse(death) as Death));
const running = valueOf(await hostAgent(valueOf(settings), mortality.module));
const { agent } = running;
await running.start();

const deeds: Readonly<Record<string, (rest: string) => Promise<unknown>>> = {
  submit: async (record) => agent.submit(valueOf(readJobRecord(JSON.parse(record) as Json))).then(valueOf),
  show: () => Promise.resolve(),
  purge: () => Promise.all(agent.allocations().map(({ id }) => agent.stop(id, true).then(valueOf))),
  leave: () => running.leave(),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [word = '', ...rest] = line.split(' ');
  await deeds[word]?.(rest.join(' '));
  process.stdout.write(`${JSON.stringify(word === 'steps' ? mortality.done : agent.allocations())}\n`);
  if (word === 'leave') break;
}
process.stdin.destroy();
