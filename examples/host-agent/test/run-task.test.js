import assert from 'node:assert/strict';
import { test } from 'node:test';

import { dockerDriver, executorDrivers, openWharf } from 'wharfinger';
import { ManualClock, doing, exit, memoryModule, print, wait } from 'wharfinger/testing';

import { runTask } from '../run-task.js';

const tasks = {
  exec: { name: 'nightly', driver: 'exec', config: { command: '/usr/bin/report' } },
  docker: { name: 'nightly', driver: 'docker', config: { image: 'report:7' } },
};

/** Runs a task whose program is a script, for as long as that takes on a clock moved by hand. */
async function running(task, ...steps) {
  const clock = new ManualClock();
  const memory = memoryModule({ clock, script: () => doing(...steps) });
  const wharf = await openWharf(memory, executorDrivers(), dockerDriver());
  const printed = [];
  const note = ({ stream, bytes }) => printed.push(`${stream}: ${Buffer.from(bytes)}`);
  const ended = await clock.runUntil(runTask(wharf, task, note, new AbortController().signal));
  await wharf.close();
  return { ended, printed, hours: clock.now() / 3_600_000 };
}

for (const [driver, task] of Object.entries(tasks)) {
  test(`${driver}: hands on what a task prints, and tells how it ended`, async () => {
    const { ended, printed } = await running(
      task,
      print('page 1\n'),
      print('no page 2\n', 'stderr'),
      exit(3),
    );
    assert.deepEqual(ended, { kind: 'code', code: 3, oom: false });
    assert.deepEqual(printed, ['stdout: page 1\n', 'stderr: no page 2\n']);
  });

  test(`${driver}: waits for a task that takes a night`, async () => {
    const { ended, hours } = await running(task, wait(8 * 3_600_000), exit(0));
    assert.equal(ended.code, 0);
    assert.ok(hours >= 8 && hours < 9);
  });
}

test('a task that can not be is refused before anything is made', async () => {
  const wrong = { ...tasks.exec, config: { command: '/usr/bin/report', imagee: 'x' } };
  await assert.rejects(running(wrong), /config\.imagee is not known here/);
});
