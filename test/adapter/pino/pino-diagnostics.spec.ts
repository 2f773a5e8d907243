import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { PinoDiagnostics } from '../../../src/adapters/pino/pino-diagnostics.js';

const adapter = new URL('../../../src/adapters/pino/pino-diagnostics.js', import.meta.url).href;

/** What is noted at a level, as the objects of its lines. */
function noted(
  level: 'warn' | 'silent',
  act: (diagnostics: PinoDiagnostics) => void,
): readonly Record<string, unknown>[] {
  const lines: string[] = [];
  act(new PinoDiagnostics(level, { write: (line) => lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('diagnostics through pino', () => {
  it('are one object per line, with level, message and facts', () => {
    const [line] = noted('warn', (diagnostics) => {
      diagnostics.note('warn', 'no answer', { endpoint: 'unix:///x' });
    });
    expect(line).to.include({ level: 'warn', msg: 'no answer', endpoint: 'unix:///x' });
    expect(line).to.have.property('time').that.is.a('number');
    expect(line).not.to.have.any.keys('pid', 'hostname');
  });

  it('leave out what is below their level, all of it when silent', () => {
    const act = (diagnostics: PinoDiagnostics): void => {
      diagnostics.note('info', 'small talk');
      diagnostics.note('error', 'grave');
    };
    expect(noted('warn', act).map(({ msg }) => msg)).to.deep.equal(['grave']);
    expect(noted('silent', act)).to.deep.equal([]);
  });

  it('tell an error with its causes', () => {
    const [line] = noted('warn', (diagnostics) => {
      diagnostics.note('error', 'x', { error: new Error('outer', { cause: new Error('inner') }) });
    });
    expect(line).to.have.nested.property('error.message', 'outer');
    expect(line).to.have.nested.property('error.cause.message', 'inner');
  });

  it('reach standard error before the program ends, and end it by nothing when that is closed', async () => {
    const script = `const { PinoDiagnostics } = await import(${JSON.stringify(adapter)});
      const diagnostics = new PinoDiagnostics('warn');
      diagnostics.note('warn', 'first');
      await new Promise((resolve) => process.stdin.once('data', resolve));
      diagnostics.note('warn', 'second');
      process.exit(7);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
    });
    const [said] = (await once(child.stderr, 'data')) as [Buffer];
    expect(said.toString()).to.include('first');
    child.stderr.destroy();
    child.stdin.end('go');
    expect(await once(child, 'exit')).to.deep.equal([7, null]);
  });
});
