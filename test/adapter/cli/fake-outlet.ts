import { Writable } from 'node:stream';

interface Nature {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** Whether its reader takes nothing until `read` is called. */
  readonly blocked?: boolean;
}

/** A way out whose reader is the test. */
export class FakeOutlet extends Writable {
  readonly isTTY: boolean;
  columns: number | undefined;
  rows: number | undefined;
  readonly #written: Buffer[] = [];
  #blocked: boolean;
  #waiting: (() => void) | undefined;

  constructor({ isTTY = false, columns, rows, blocked = false }: Nature = {}) {
    super({ decodeStrings: true, highWaterMark: 64 });
    this.isTTY = isTTY;
    this.columns = columns;
    this.rows = rows;
    this.#blocked = blocked;
  }

  /** All that was read of it. */
  get bytes(): Buffer {
    return Buffer.concat(this.#written);
  }

  get text(): string {
    return this.bytes.toString();
  }

  get lines(): readonly string[] {
    const lines = this.text.split('\n');
    return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  }

  /** Reads what waits, and from now on all that comes. */
  read(): void {
    this.#blocked = false;
    const next = this.#waiting;
    this.#waiting = undefined;
    next?.();
  }

  /** Is given another size, as a terminal whose window is pulled. */
  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.emit('resize');
  }

  /** Goes away, as `head` does. */
  leave(): void {
    this.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  }

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    this.#written.push(chunk);
    if (this.#blocked) this.#waiting = callback;
    else callback();
  }
}
