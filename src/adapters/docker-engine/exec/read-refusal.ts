import type { Duplex } from 'node:stream';

import type { Clock } from '../../../domain/ports/clock.js';
import { unstalled } from '../connection/unstalled.js';
import { FrameSplitter } from '../output/frame-splitter.js';

const patienceMs = 1000;

/** What an engine says, in the place of a command's output, when it can't run it. */
export async function readRefusal(socket: Duplex, terminal: boolean, clock: Clock): Promise<string> {
  const splitter = new FrameSplitter();
  let said = '';
  try {
    for await (const piece of unstalled(socket, clock, patienceMs))
      said += Buffer.concat(terminal ? [piece] : splitter.push(piece).map(({ bytes }) => bytes)).toString();
  } catch {
    // It broke off: what was said until then has to do.
  }
  return said.trim() === '' ? 'the engine could not run the command, and did not say why' : said.trim();
}
