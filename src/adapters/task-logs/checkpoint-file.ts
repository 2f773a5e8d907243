import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

import { type Checkpoint, type NumberedCheckpoint, readCheckpoint, writeCheckpoint } from './checkpoint.js';
import type { LogDirectory } from './log-directory.js';
import { openPlain } from './plain-file.js';
import { writeAt } from './positioned-io.js';

const { O_RDWR, O_CREAT } = constants;
const slotBytes = 4096;

/**
 * `.TASK.checkpoint` in the directory of its logs. There is room in it for two checkpoints, of which always the older one
 * is overwritten: whatever becomes of that write, a whole one is there.
 */
export class CheckpointFile {
  readonly #file: FileHandle;
  #last: NumberedCheckpoint | undefined;

  private constructor(file: FileHandle, last: NumberedCheckpoint | undefined) {
    this.#file = file;
    this.#last = last;
  }

  static async open(directory: LogDirectory, task: string): Promise<CheckpointFile> {
    const file = await openPlain(directory.at(`.${task}.checkpoint`), O_RDWR | O_CREAT);
    try {
      const slots = [await readSlot(file, 0), await readSlot(file, 1)];
      const whole = slots.filter((slot) => slot !== undefined);
      return new CheckpointFile(file, whole.sort((a, b) => b.number - a.number)[0]);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The one that was written last; undefined when there is none. */
  get last(): Checkpoint | undefined {
    return this.#last;
  }

  /** It outlasts this process once this resolves. */
  async write(checkpoint: Checkpoint): Promise<void> {
    const numbered = { ...checkpoint, number: (this.#last?.number ?? 0) + 1 };
    const slot = Buffer.alloc(slotBytes);
    const text = writeCheckpoint(numbered);
    if (slot.write(text) < Buffer.byteLength(text))
      throw new RangeError(`a checkpoint has no room for the position ${checkpoint.position ?? ''}`);
    await writeAt(this.#file, slot, (numbered.number % 2) * slotBytes);
    this.#last = numbered;
  }

  /** It outlasts a power failure as well once this resolves. */
  sync(): Promise<void> {
    return this.#file.sync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

async function readSlot(file: FileHandle, slot: number): Promise<NumberedCheckpoint | undefined> {
  const bytes = Buffer.alloc(slotBytes);
  const { bytesRead } = await file.read(bytes, 0, slotBytes, slot * slotBytes);
  return readCheckpoint(bytes.toString('utf8', 0, bytesRead));
}
