import { PassThrough } from 'node:stream';

/** A way in whose writer is the test. */
export class FakeInlet extends PassThrough {
  readonly isTTY: boolean;
  /** Each mode that it was set to. */
  readonly modes: ('raw' | 'cooked')[] = [];

  constructor({ isTTY = false }: { readonly isTTY?: boolean } = {}) {
    super();
    this.isTTY = isTTY;
  }

  setRawMode(raw: boolean): void {
    this.modes.push(raw ? 'raw' : 'cooked');
  }
}
