import type { TaskEvent } from '../../../domain/model/event.js';
import type { PullProgress } from '../../../domain/model/pull.js';

const barWidth = 24;
const mib = 1024 * 1024;

interface Pull {
  readonly image: string;
  readonly progress: PullProgress | undefined;
}

/** The pulls that go on, over all tasks. */
export class PullBoard {
  readonly #pulls = new Map<string, Pull>();

  /** Answers whether the event is of a pull. */
  take(label: string, { what }: TaskEvent): boolean {
    if (what.type === 'pulling') this.#pulls.set(label, what);
    else this.#pulls.delete(label);
    return what.type === 'pulling' || what.type === 'pulled';
  }

  /** All pulls in one line, with a bar; empty when there is none. */
  line(): string {
    const pulls = [...this.#pulls.values()];
    const images = [...new Set(pulls.map(({ image }) => image))];
    if (images.length === 0) return '';
    const [only = ''] = images;
    const name = images.length === 1 ? only : `${images.length.toString()} images`;
    const all = images.map((image) => pulls.find((pull) => pull.image === image)?.progress ?? nothing);
    return `pulling ${name} ${bar(all.reduce(sum))}`;
  }
}

const nothing: PullProgress = { layers: 0, layersDone: 0, bytes: 0, bytesTotal: 0 };

const sum = (a: PullProgress, b: PullProgress): PullProgress => ({
  layers: a.layers + b.layers,
  layersDone: a.layersDone + b.layersDone,
  bytes: a.bytes + b.bytes,
  bytesTotal: a.bytesTotal + b.bytesTotal,
});

function bar(progress: PullProgress): string {
  const filled = Math.floor(shareOf(progress) * barWidth);
  return `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ${progressWords(progress)}`;
}

/** `45%, 12.3 of 27.0 MiB, 2 of 5 layers`, as far as it is known. */
export function progressWords(progress: PullProgress): string {
  const { layers, layersDone, bytes, bytesTotal } = progress;
  const percent = `${Math.floor(shareOf(progress) * 100).toString()}%`;
  const size =
    bytesTotal === 0 ? [] : [`${(bytes / mib).toFixed(1)} of ${(bytesTotal / mib).toFixed(1)} MiB`];
  const count = layers === 0 ? [] : [`${layersDone.toString()} of ${layers.toString()} layers`];
  return [percent, ...size, ...count].join(', ');
}

const shareOf = ({ bytes, bytesTotal }: PullProgress): number =>
  bytesTotal === 0 ? 0 : Math.min(1, bytes / bytesTotal);
