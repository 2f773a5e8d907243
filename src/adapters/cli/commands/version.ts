import { readFile } from 'node:fs/promises';

import type { Invocation } from '../invocation.js';
import { status } from '../status.js';

/** Of the package this file was installed with. */
const packageFile = new URL('../../../../../package.json', import.meta.url);

export async function version({ surroundings, output }: Invocation): Promise<number> {
  const { version: own } = JSON.parse(await readFile(packageFile, 'utf8')) as { readonly version: string };
  const { node } = process.versions;
  const text =
    output === 'json'
      ? JSON.stringify({ version: own, node })
      : `wharf ${own} (Node ${node}, ${process.platform} ${process.arch})`;
  surroundings.stdout.write(`${text}\n`);
  return status.well;
}
