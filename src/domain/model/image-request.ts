import type { RegistryCredentials } from './pull.js';

/** What has to happen before a container can be made from its image. */
export interface ImageRequest {
  /** `name[:tag][@digest]`, as the container's spec has it. */
  readonly image: string;
  /** `always`: the task asks for it, or its tag is `latest`, which moves. */
  readonly fetch: 'if-missing' | 'always';
  /** Absolute path on the host of an archive to load the image from, in place of a registry. */
  readonly archive: string | undefined;
  readonly credentials: RegistryCredentials | undefined;
  /** Milliseconds without progress after which a pull is given up. */
  readonly stallMs: number;
  /** Milliseconds after which a pull is given up whatever its progress; undefined: never. */
  readonly timeoutMs: number | undefined;
}

/** Whether it is fetched whatever is here; otherwise only when a container can't be made without. */
export const isFetchedAnew = ({ fetch, archive }: ImageRequest): boolean =>
  fetch === 'always' || archive !== undefined;
