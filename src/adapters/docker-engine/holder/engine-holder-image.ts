import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { fault } from '../../../domain/faults/runtime-fault.js';
import type { HolderImage } from '../../../domain/ports/holder-image.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { err, ok } from '../../../domain/shared/result.js';
import { imageArchive } from './image-archive.js';
import { pauseProgram } from './pause-program.js';

/** The image of holders, written into the run directory as often as it is asked for. */
export class EngineHolderImage implements HolderImage {
  /** Another content has another number. */
  readonly name = 'wharf-holder:1';
  readonly #directory: string;
  readonly #architecture: string;

  constructor(runDirectory: string, architecture: string = process.arch) {
    this.#directory = runDirectory;
    this.#architecture = architecture;
  }

  async archive(): Answer<string> {
    const architecture = this.#architecture;
    const bytes = pauseProgram(architecture);
    if (bytes === undefined)
      return err(fault('unsupported', `holders of networks can't be made for ${architecture} processors`));
    const path = join(this.#directory, 'holder-image.tar');
    try {
      const archive = await imageArchive({ name: this.name, bytes, architecture });
      await mkdir(this.#directory, { recursive: true });
      // Under a name of its own first: another may be reading the one that is there.
      const fresh = `${path}.${process.pid.toString()}`;
      await writeFile(fresh, archive);
      await rename(fresh, path);
      return ok(path);
    } catch (cause) {
      return err(fault('internal', `can't write ${path}: ${(cause as Error).message}`, { cause }));
    }
  }
}
