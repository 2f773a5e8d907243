import { followOutput } from '../../../src/app/services/follow-output.js';
import type { TaskHandle } from '../../../src/domain/model/handle.js';
import type { StopPolicy } from '../../../src/domain/model/stop-policy.js';
import type { TaskDriver } from '../../../src/domain/ports/task-driver.js';
import { hostClock } from '../../support/host-clock.js';
import { hastyTiming } from './subject.js';
import type { Life } from './script.js';
import { bounded, never, type Scene } from './scene.js';
import { type PossibleExits, wordsOf } from './task-words.js';
import { livingTasks } from './truth.js';

/** A started life of a task, and what may be told of it. */
export interface Started {
  readonly scene: Scene;
  readonly driver: TaskDriver;
  readonly handle: TaskHandle;
  readonly life: Life;
  readonly number: number;
  readonly mark: string;
  readonly exits: PossibleExits;
  /** Whether somebody took it, or what keeps its output, away. */
  disturbed: boolean;
  isPaused: boolean;
}

/** Waits for its end, or makes it end, and holds what is told of that against what is possible. */
export async function end(started: Started): Promise<void> {
  const { scene, driver, handle, life, exits, mark } = started;
  const endsAlone = life.deed === 'ends' || life.deed === 'ends-soon';
  if (started.isPaused || !life.waits || !(endsAlone || started.disturbed)) {
    exits.stopped(life);
    const stopped = await bounded(scene, 'stop', driver.stop(handle, stopPolicy(life), never));
    if (stopped?.ok === false) {
      scene.ledger.find('hung', `${mark} was not stopped: ${stopped.error.message}`);
      return;
    }
    if ((await livingTasks()).includes(mark))
      scene.ledger.find('wrong exit', `${mark} was told to have stopped and runs`);
  }
  const exit = await bounded(scene, 'wait', driver.wait(handle, never));
  if (exit === undefined) return;
  if (!exit.ok) scene.ledger.find('hung', `${mark}: ${exit.error.message}`);
  else if (exit.value.kind === 'unknown' && (await lostItsTeller(started))) started.disturbed = true;
  else if (!exits.has(exit.value))
    scene.ledger.find(
      'wrong exit',
      `${driver.name} ${mark} (${JSON.stringify(life)}) ended with ${JSON.stringify(exit.value)}, not ${exits.words}`,
    );
  if (!started.disturbed) await expectOutput(started);
}

const stopPolicy = ({ deed }: Life): StopPolicy => ({
  signal: undefined,
  killTimeoutMs: deed === 'deaf' ? 300 : 6000,
  verifyMs: 20_000,
});

/** Whether a planned fault met the monitor that would have told, or the runtime in the middle of its start. */
async function lostItsTeller({ scene, handle }: Started): Promise<boolean> {
  const met = await scene.place.tools.met();
  return met.some(
    ({ call, fault, words }) =>
      (call === 'conmon' || (call.endsWith(' start') && fault === 'kill')) &&
      words.trim().split(' ').includes(handle.instance),
  );
}

/** All that it printed, whatever broke off meanwhile. */
async function expectOutput(started: Started): Promise<void> {
  const { scene, driver, handle, number, mark } = started;
  const parts = {
    after: undefined,
    open: (...asked: Parameters<TaskDriver['logs']> extends [unknown, ...infer Rest] ? Rest : never) =>
      driver.logs(handle, ...asked),
  };
  const policy = { clock: hostClock, policy: hastyTiming };
  const reading = (async () => {
    let text = '';
    for await (const { bytes } of followOutput(parts, policy, never, never))
      text += Buffer.from(bytes).toString();
    return text;
  })();
  const text = await bounded(scene, 'output', reading);
  // What is ended before it began prints nothing.
  const { length } = text ?? '';
  const isWhole = length === wordsOf(number).length;
  if (text !== undefined && !(wordsOf(number).startsWith(text) && (isWhole || !started.life.waits)))
    scene.ledger.find('wrong output', `${mark} printed ${JSON.stringify(text)}`);
}
