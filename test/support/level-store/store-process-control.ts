import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { eventually } from '../../../src/testing/eventually.js';

const script = fileURLToPath(new URL('store-process.js', import.meta.url));

export type Deed = 'write' | 'leave' | 'hold';

/** Another process that opens a store. */
export class StoreProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #ended: Promise<unknown>;
  #printed = '';

  constructor(directory: string, what: Deed) {
    this.#child = spawn(process.execPath, [script, directory, what], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.#printed += text));
    this.#ended = once(this.#child, 'close');
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it says about opening the store. */
  async opened(): Promise<string> {
    return (await this.#lines(1))[0] ?? '';
  }

  /** What it says after that, once it is so much: what it wrote, or whom it started. */
  async said(count: number): Promise<readonly string[]> {
    return (await this.#lines(count + 1)).slice(1);
  }

  /** All that it ever said after that. */
  async kill(): Promise<readonly string[]> {
    this.#child.kill('SIGKILL');
    await this.#ended;
    return this.#whole().slice(1);
  }

  #lines(count: number): Promise<readonly string[]> {
    return eventually(() => this.#whole().length >= count && this.#whole());
  }

  #whole(): readonly string[] {
    return this.#printed.split('\n').slice(0, -1);
  }
}
