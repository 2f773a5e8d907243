import { readFileSync, writeSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

// A process of its own: the parser is a WebAssembly module whose memory, some hundred megabytes, is given back in
// full only when its process ends. Texts come in as a JSON list, and what is wrong with each goes out as one.
//
// The code runs once: compiling it without optimisation takes half the time.
setFlagsFromString('--liftoff-only');
const { parse } = await import('@cdktn/hcl2json');

const texts = JSON.parse(readFileSync(0, 'utf8')) as readonly string[];
const messages: string[] = [];
for (const text of texts) messages.push(await messageOf(text));
writeSync(1, JSON.stringify(messages));
// The module waits for calls as long as it lives.
process.exit(0);

async function messageOf(text: string): Promise<string> {
  try {
    await parse('wharf-input', text);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
