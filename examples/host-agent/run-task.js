import { setTimeout as pause } from 'node:timers/promises';

/** Nobody to tell of images that are fetched. */
const silently = { onPull: () => {}, onPulled: () => {} };

/**
 * Runs one task through its driver: starts it, hands on what it prints, and answers with how it ended. Whatever happens
 * meanwhile, nothing of it is left on the host.
 *
 * @param {import('wharfinger').Wharf} wharf
 * @param {import('wharfinger').TaskWish} task
 * @param {(chunk: import('wharfinger').LogChunk) => void} print
 * @param {AbortSignal} signal
 * @returns {Promise<import('wharfinger').Exit>}
 */
export async function runTask(wharf, task, print, signal) {
  const driver = wharf.driver(task.driver);
  const { request, release } = orThrow(await wharf.prepare(task));
  try {
    const handle = orThrow(await driver.start(request, silently, signal));
    try {
      await handOn((after) => driver.logs(handle, after, signal), print, signal);
      return orThrow(await driver.wait(handle, signal));
    } finally {
      // If it fails, a removal stays pending, and `release` waits for it.
      await driver.destroy(handle, AbortSignal.timeout(30_000));
    }
  } finally {
    for (const { message } of await release()) console.error(message);
  }
}

/** All of it: a log that stops without its end broke off, and is opened again where it did. */
async function handOn(open, print, signal) {
  for (let position; !signal.aborted; await pause(1000))
    for await (const item of open(position)) {
      if (item === 'end') return;
      print(item);
      position = item.position;
    }
}

function orThrow(answer) {
  if (answer.ok) return answer.value;
  const { message, remedy } = answer.error;
  throw new Error(remedy === undefined ? message : `${message}\n${remedy}`);
}
