import type { Duplex, Readable } from 'node:stream';

import Docker from 'dockerode';

import type { Json } from '../../../domain/shared/json.js';
import { type ModemOptions, SettlingModem } from './settling-modem.js';

/** What every call takes; dockerode's typings lack all three. */
export interface CallOptions {
  readonly abortSignal: AbortSignal;
  readonly _query?: object;
  readonly _body?: object;
}

/**
 * The part of dockerode that is used here. Answers are JSON that nobody has checked yet; streams are bodies as they
 * come. The second argument of `getContainer`, `getExec` and `getImage` names is put into the path as it is.
 */
export interface EngineClient {
  version(options: CallOptions): Promise<Json>;
  info(options: CallOptions): Promise<Json>;
  createContainer(options: CallOptions): Promise<{ readonly id?: unknown }>;
  listContainers(options: CallOptions): Promise<Json>;
  getContainer(path: string): ContainerClient;
  getExec(path: string): ExecClient;
  getImage(path: string): { inspect(options: CallOptions): Promise<Json> };
  getEvents(options: CallOptions): Promise<Readable>;
  createImage(auth: object, options: CallOptions): Promise<Readable>;
  loadImage(archive: Readable, options: CallOptions): Promise<Readable>;
  /** Asks the registry about an image; dockerode's own `distribution` can't be aborted. */
  distribution(path: string, auth: object, options: CallOptions): Promise<Json>;
}

interface ContainerClient {
  inspect(options: CallOptions): Promise<Json>;
  start(options: CallOptions): Promise<Json>;
  kill(options: CallOptions): Promise<Json>;
  remove(options: CallOptions): Promise<Json>;
  /** `follow` makes dockerode hand over the body as it comes. */
  logs(options: CallOptions & { readonly follow: true }): Promise<Readable>;
  exec(options: CallOptions): Promise<{ readonly id?: unknown }>;
  /** `stream: false` makes dockerode wait for the one answer. */
  stats(options: CallOptions & { readonly stream: false }): Promise<Json>;
}

interface ExecClient {
  inspect(options: CallOptions): Promise<Json>;
  resize(options: CallOptions): Promise<Json>;
  /** `hijack` turns the connection into one with the command itself. */
  start(options: CallOptions & { readonly hijack: true }): Promise<Duplex>;
}

export function engineClient(options: ModemOptions): EngineClient {
  const modem = new SettlingModem(options);
  const docker = new Docker({ modem } as object) as object as Omit<EngineClient, 'distribution'>;
  const distribution: EngineClient['distribution'] = (path, authconfig, { abortSignal }) =>
    new Promise((resolve, reject) => {
      modem.dial(
        { path: `/distribution/${path}/json`, method: 'GET', authconfig, abortSignal },
        (failure, answer) => {
          if (failure === null) resolve(answer as Json);
          else reject(failure);
        },
      );
    });
  return Object.assign(docker, { distribution });
}
