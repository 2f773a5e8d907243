import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';

import { anAttempt } from '../../../src/testing/builders/a-handle.js';
import { openStore } from './a-level-store.js';

/**
 * Opens a store and says so, or why it can't. Then it writes and says what was kept, or starts a child that outlives
 * it and says its pid, or does nothing, until it is killed.
 */
const [, , directory = '', what] = process.argv;

const say = (text: string): number => writeSync(1, `${text}\n`);

const store = await openStore(directory);
say(store.ok ? 'open' : JSON.stringify(store.error));
if (store.ok) process.stdin.on('end', () => process.exit()).resume();
if (store.ok && what === 'leave') say(String(spawn('sleep', ['1000'], { stdio: 'ignore' }).pid));
while (store.ok && what === 'write') {
  const attempt = anAttempt();
  const kept = await store.value.intend(attempt);
  if (!kept.ok) throw new Error(kept.error.message);
  say(attempt.token);
}
