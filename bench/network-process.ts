import { execFileSync } from 'node:child_process';
import { measureNetworkHere } from './measures/network-here.js';
import { makeWorld } from './world.js';

// Run in a fresh network namespace by the measure `network`: prints its rows as JSON.
execFileSync('ip', ['link', 'set', 'lo', 'up']);
const world = await makeWorld();
try {
  process.stdout.write(JSON.stringify(await measureNetworkHere(world)));
} finally {
  await world.close();
}
