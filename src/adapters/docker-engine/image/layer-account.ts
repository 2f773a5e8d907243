import type { PullProgress } from '../../../domain/model/pull.js';
import { isJsonObject, type Json, type JsonObject } from '../../../domain/shared/json.js';
import { lookup } from '../../../domain/shared/record.js';

interface Layer {
  readonly bytes: number;
  readonly total: number;
  readonly done: boolean;
}

/** No image has as many: who tells of more must not fill the memory. */
const maxLayers = 1000;

/** Adds up what the engine tells of each layer. */
export class LayerAccount {
  readonly #layers = new Map<string, Layer>();

  /** Whether the line told of a layer. */
  note(line: Json): boolean {
    const { id, status, progressDetail } = isJsonObject(line) ? line : {};
    if (typeof id !== 'string' || typeof status !== 'string') return false;
    const step = lookup(steps, status);
    if (step === undefined) return false;
    if (!this.#layers.has(id) && this.#layers.size >= maxLayers) return false;
    const layer = this.#layers.get(id) ?? { bytes: 0, total: 0, done: false };
    this.#layers.set(id, step(layer, isJsonObject(progressDetail) ? progressDetail : {}));
    return true;
  }

  get progress(): PullProgress {
    const layers = [...this.#layers.values()];
    return {
      layers: layers.length,
      layersDone: layers.filter(({ done }) => done).length,
      bytes: sum(layers.map(({ bytes }) => bytes)),
      bytesTotal: sum(layers.map(({ total }) => total)),
    };
  }
}

type Step = (layer: Layer, detail: JsonObject) => Layer;

const known: Step = (layer) => layer;
const fetched: Step = (layer) => ({ ...layer, bytes: layer.total });
const finished: Step = (layer) => ({ ...layer, bytes: layer.total, done: true });
const fetching: Step = (layer, { current, total }) => ({
  bytes: isSize(current) ? current : layer.bytes,
  total: isSize(total) ? total : layer.total,
  done: false,
});

const isSize = (value: Json | undefined): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/** The engine's words for where a layer is; other lines are about the image as a whole. */
const steps: Readonly<Record<string, Step>> = {
  'Pulling fs layer': known,
  Waiting: known,
  Downloading: fetching,
  'Verifying Checksum': fetched,
  'Download complete': fetched,
  Extracting: fetched,
  'Pull complete': finished,
  'Already exists': finished,
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
