import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { chunksOf } from '../../../src/testing/log-chunks.js';
import { engineRequest } from '../../support/engine/engine-request.js';
import { hostClock } from '../../support/host-clock.js';
import type { Started } from './life.js';
import { bounded, never } from './scene.js';
import type { Doing } from './script.js';
import { wordsOf } from './task-words.js';
import { livingTasks } from './truth.js';

/** What can be done with a running task, each held against what is true. */
export const doings: Readonly<Record<Doing, (started: Started) => Promise<void>>> = {
  inspect,
  stats: async ({ scene, driver, handle }) => {
    await bounded(scene, 'stats', driver.stats(handle, never));
  },
  fingerprint: async ({ scene, driver }) => {
    await bounded(scene, 'fingerprint', driver.fingerprint(never));
  },
  output: readSome,
  pause: async (started) => {
    await askEngine(started, 'POST', '/pause');
    started.isPaused = true;
  },
  kill: async (started) => {
    started.exits.killed();
    started.disturbed = true;
    if (started.handle.driver === 'docker') await askEngine(started, 'POST', '/kill');
    else await killNoted(started, 'task.json');
  },
  'take-away': async (started) => {
    started.exits.killed();
    started.exits.unseen();
    started.disturbed = true;
    await askEngine(started, 'DELETE', '?force=1');
  },
  'kill-monitor': async (started) => {
    started.exits.killed();
    started.exits.unseen();
    started.disturbed = true;
    await killNoted(started, 'monitor.json');
    // Nobody would tell the end of what lives on.
    await killNoted(started, 'task.json');
  },
};

/** What was there before and after the look was there at the look. */
async function inspect({ scene, driver, handle, mark, disturbed, life }: Started): Promise<void> {
  const { truth } = scene.place;
  const ranBefore = (await livingTasks()).includes(mark);
  const seen = await bounded(scene, 'inspect', driver.inspect(handle, never));
  const runsAfter = (await livingTasks()).includes(mark);
  const isThere = (await truth.ofAttempt(handle.attempt)).length > 0;
  if (seen === undefined) return;
  const phase = seen.ok ? seen.value.state.phase : seen.error.kind;
  if (phase === 'not-found' && isThere) scene.ledger.find('lost', `${mark} is there and was not found`);
  if (phase === 'running' && !isThere) scene.ledger.find('lost', `${mark} was told to run and is not there`);
  if (phase === 'exited' && ranBefore && runsAfter)
    scene.ledger.find('wrong exit', `${mark} was told to have ended and runs`);
  const lasts = life.deed === 'lasts' || life.deed === 'deaf';
  if (
    phase === 'exited' &&
    lasts &&
    !disturbed &&
    !(await runsNoMore(scene.place.tools.met(), handle.instance))
  )
    scene.ledger.find('wrong exit', `${mark} was told to have ended by itself`);
}

async function runsNoMore(met: Promise<readonly { readonly words: string }[]>, id: string): Promise<boolean> {
  return (await met).some(({ words }) => words.includes(` ${id} `));
}

/** Reads until all is there that it prints, or for a moment. */
async function readSome({ scene, driver, handle, number, mark }: Started): Promise<void> {
  const wanted = wordsOf(number);
  const over = new AbortController();
  void hostClock.sleep(700, over.signal).then(() => {
    over.abort();
  });
  const reading = (async () => {
    let text = '';
    for await (const { bytes } of chunksOf(driver.logs(handle, undefined, over.signal))) {
      text += Buffer.from(bytes).toString();
      if (text.length >= wanted.length) break;
    }
    return text;
  })();
  const text = await bounded(scene, 'output', reading);
  over.abort();
  if (text !== undefined && !wanted.startsWith(text))
    scene.ledger.find('wrong output', `${mark} printed ${JSON.stringify(text)}`);
}

async function askEngine({ scene, handle }: Started, method: string, rest: string): Promise<void> {
  const name = `docker ${rest.startsWith('?') ? 'rm' : rest.slice(1)} behind its back`;
  const path = `/containers/${handle.instance}${rest}`;
  await bounded(scene, name, engineRequest(scene.place.engine.socketPath, path, { method }));
}

/** Kills a process that a bundle names as its own, by the pid that was noted and not yet used again. */
async function killNoted({ scene, handle }: Started, file: string): Promise<void> {
  scene.ledger.operation(`kill -9 of ${file === 'task.json' ? 'a task' : 'a monitor'} behind its back`);
  const path = join(scene.place.settings.runDirectory, 'oci', handle.instance, file);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const { pid, startTicks } = JSON.parse(text) as { readonly pid: number; readonly startTicks: number };
  const stat = await readFile(`/proc/${pid.toString()}/stat`, 'utf8').catch(() => '');
  const started = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  if (started === startTicks) process.kill(pid, 'SIGKILL');
}
