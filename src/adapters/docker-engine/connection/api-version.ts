import { type Result, err, ok } from '../../../domain/shared/result.js';

/** `1.41`, as Docker numbers its API. */
export interface ApiVersion {
  readonly major: number;
  readonly minor: number;
}

export interface ApiWindow {
  readonly min: ApiVersion;
  readonly max: ApiVersion;
}

/**
 * What this adapter speaks: from Docker 19.03 on. An engine whose own window begins later than `max`, or ends before
 * `min`, is refused by name instead of being tried.
 */
export const supportedApi: ApiWindow = { min: { major: 1, minor: 40 }, max: { major: 1, minor: 47 } };

export function parseApiVersion(text: unknown): ApiVersion | undefined {
  const match = typeof text === 'string' ? /^(\d+)\.(\d+)$/.exec(text) : null;
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) };
}

export const formatApiVersion = ({ major, minor }: ApiVersion): string =>
  `${major.toString()}.${minor.toString()}`;

export const isAtLeast = (version: ApiVersion, { major, minor }: ApiVersion): boolean =>
  version.major > major || (version.major === major && version.minor >= minor);

const formatWindow = ({ min, max }: ApiWindow): string =>
  `${formatApiVersion(min)} to ${formatApiVersion(max)}`;

/** The newest version that both speak, or in words why there is none. */
export function negotiateApi(engine: ApiWindow, ours: ApiWindow = supportedApi): Result<ApiVersion, string> {
  const newest = isAtLeast(engine.max, ours.max) ? ours.max : engine.max;
  if (isAtLeast(newest, ours.min) && isAtLeast(newest, engine.min)) return ok(newest);
  return err(`the engine speaks API ${formatWindow(engine)}, wharf ${formatWindow(ours)}`);
}
