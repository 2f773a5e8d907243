import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

import { fault } from '../../../domain/faults/runtime-fault.js';
import type { RegistryCredentials } from '../../../domain/model/pull.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { ContainerRuntime, PullRequest } from '../../../domain/ports/container-runtime.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { formatDuration } from '../../../domain/shared/duration.js';
import { done, err, ok } from '../../../domain/shared/result.js';
import type { EngineConnection } from '../connection/engine-connection.js';
import type { Call } from '../connection/read-fault.js';
import { endingWithin, Stalled, unstalled } from '../connection/unstalled.js';
import { readFileFault } from '../container/host-files.js';
import type { Deadlines } from '../deadlines.js';
import { followProgress, type ProgressEnd } from './follow-progress.js';
import { type ImageReference, parseImageReference } from './image-reference.js';
import { LayerAccount } from './layer-account.js';

/** By whom registries that know no such account are asked; the engine does not send an empty password. */
const nobody = { username: 'anonymous', password: 'anonymous' };

type Images = Pick<ContainerRuntime, 'hasImage' | 'pullImage' | 'loadImage'>;

/** The images of one engine. */
export class EngineImages implements Images {
  readonly #engine: EngineConnection;
  readonly #clock: Clock;
  readonly #deadlines: Deadlines;

  constructor(engine: EngineConnection, clock: Clock, deadlines: Deadlines) {
    this.#engine = engine;
    this.#clock = clock;
    this.#deadlines = deadlines;
  }

  async hasImage(image: string, signal: AbortSignal): Answer<boolean> {
    const reference = parseImageReference(image);
    if (reference === undefined) return malformed(image);
    const call: Call = { name: `image ${image}`, effect: 'query', boundMs: this.#deadlines.query };
    const shown = await this.#engine.ask(call, signal, (client, options) =>
      client.getImage(reference.path).inspect(options),
    );
    if (shown.ok) return ok(true);
    return shown.error.kind === 'not-found' ? ok(false) : shown;
  }

  async pullImage(request: PullRequest, signal: AbortSignal): Answer<undefined> {
    const reference = parseImageReference(request.image);
    if (reference === undefined) return malformed(request.image);
    const call: Call = { name: `pull ${request.image}`, effect: 'command', boundMs: request.stallMs };
    const _query = { fromImage: reference.repository, tag: reference.version };
    const opened = await this.#engine.open(call, signal, (client, options) =>
      client.createImage(authOf(request.credentials), { ...options, _query }),
    );
    if (!opened.ok)
      return opened.error.kind === 'internal' ? this.#explain(opened, reference, request, signal) : opened;

    const account = new LayerAccount();
    const end = await followProgress(unstalled(opened.value, this.#clock, request.stallMs), (line) => {
      if (account.note(line)) request.onProgress(account.progress);
    });
    return end.how === 'complete' ? done : brokenOff(call.name, end);
  }

  async loadImage(archive: string, signal: AbortSignal): Answer<undefined> {
    const call: Call = { name: `load ${archive}`, effect: 'command', boundMs: this.#deadlines.load };
    const session = await this.#engine.session(call, signal);
    if (!session.ok) return session;
    try {
      const found = await stat(archive);
      if (!found.isFile()) return err(fault('invalid-spec', `${archive} is no file`));
    } catch (error) {
      return err(readFileFault(archive, error));
    }
    const opened = await this.#engine.open(call, signal, (client, options) =>
      client.loadImage(createReadStream(archive), { ...options, _query: { quiet: true } }),
    );
    if (!opened.ok) return opened;
    const body = endingWithin(opened.value, this.#clock, this.#deadlines.load);
    const end = await followProgress(body, () => undefined);
    if (end.how === 'complete') return done;
    return end.how === 'failed'
      ? err(fault('internal', `load ${archive}: ${end.message}`))
      : brokenOff(call.name, end);
  }

  /**
   * The engine answers 500 for whatever its registry said. Asked about the image alone it hands the registry's status
   * on, so a refusal can be told from the rest. Without credentials it does not even ask a registry that wants some, so
   * it gets the name that registries know for nobody.
   */
  async #explain(
    failed: Awaited<Answer<never>>,
    reference: ImageReference,
    { image, credentials }: PullRequest,
    signal: AbortSignal,
  ): Answer<undefined> {
    const call: Call = { name: `pull ${image}`, effect: 'query', boundMs: this.#deadlines.query };
    const auth = credentials === undefined ? nobody : authOf(credentials);
    const asked = await this.#engine.ask(call, signal, (client, options) =>
      client.distribution(reference.path, auth, options),
    );
    if (asked.ok || failed.ok) return failed;
    const remedy = 'check the name of the registry, that it can be reached, and what it wants in `auth`';
    const { kind } = asked.error;
    if (kind === 'permission-denied' || kind === 'not-found') return err({ ...asked.error, remedy });
    return err({ ...failed.error, remedy });
  }
}

const malformed = (image: string): Awaited<Answer<never>> =>
  err(fault('invalid-spec', `${image} names no image`, { remedy: 'write it as name[:tag][@digest]' }));

function authOf(credentials: RegistryCredentials | undefined): object {
  if (credentials === undefined) return {};
  const { username, password, server } = credentials;
  return { username, password, ...(server === undefined ? {} : { serveraddress: server }) };
}

/** The transfer had begun: layers may be here or not. */
function brokenOff(what: string, end: Exclude<ProgressEnd, { how: 'complete' }>): Awaited<Answer<never>> {
  if (end.how === 'failed') return err(fault('outcome-unknown', `${what}: ${end.message}`));
  const { error: cause } = end;
  const how =
    cause instanceof Stalled ? `no progress for ${formatDuration(cause.afterMs)}` : 'the transfer broke off';
  return err(fault('outcome-unknown', `${what}: ${how}`, { cause }));
}
