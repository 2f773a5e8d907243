import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { usualLimits } from '../../../src/adapters/http-api/server/limits.js';
import { encodeFrame } from '../../../src/adapters/http-api/wire/exec-frames.js';
import { faultStatuses } from '../../../src/adapters/http-api/wire/fault-statuses.js';
import { paths } from '../../../src/adapters/http-api/wire/paths.js';

const page = fileURLToPath(new URL('../../../../docs/operations.md', import.meta.url));

describe('docs/operations.md', () => {
  let rows: readonly (readonly string[])[];
  let text: string;

  before(async () => {
    text = await readFile(page, 'utf8');
    rows = text
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
  });

  it('has every route, and no other', () => {
    const told = rows.flatMap(([, cell = '']) => /^(?:GET|POST) (\/\S+)$/.exec(cell)?.[1] ?? []);
    expect(told.toSorted()).to.deep.equal(Object.values(paths).toSorted());
  });

  it('has the status of every kind of fault', () => {
    const told = rows.filter(([, , status = '']) => /^\d{3}$/.test(status));
    const table = Object.fromEntries(told.map(([, kind = '', status]) => [kind, Number(status)]));
    expect(table).to.deep.equal(faultStatuses);
  });

  it('has the byte of every frame', () => {
    const told = rows.filter(([, byte = '']) => byte.startsWith('0x'));
    expect(told).to.have.length(10);
    for (const [, byte, kind] of told)
      expect(Number(byte)).to.equal(encodeFrame(kind as Parameters<typeof encodeFrame>[0])[0]);
  });

  it('has the limits', () => {
    const { bodyBytes, headerBytes, requestMs, connections, streams, heartbeatMs } = usualLimits;
    for (const words of [
      `${(bodyBytes / 1024 / 1024).toString()} MiB`,
      `${(headerBytes / 1024).toString()} KiB`,
      `within ${(requestMs / 1000).toString()} s`,
      `${connections.toString()} connections`,
      `${streams.toString()} streams`,
      `every ${(heartbeatMs / 1000).toString()} s`,
    ])
      expect(text.replaceAll('\n', ' ')).to.include(words);
  });
});
