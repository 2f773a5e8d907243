/** An image by the name under which a registry has it. */
export interface ImageReference {
  /** With the registry's host, if any. */
  readonly repository: string;
  /** Tag or digest; `latest` where neither is said. */
  readonly version: string;
  /** As it stands in a path of the engine's API. */
  readonly path: string;
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const host =
  '(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\\[[\\da-fA-F:]+\\])(?::\\d+)?';
const shape = new RegExp(
  `^((?:${host}/)?${component}(?:/${component})*)(?::([\\w][\\w.-]{0,127}))?(?:@([A-Za-z][\\w+.-]*:[\\da-fA-F]{32,}))?$`,
);
const bareId = /^(?:sha256:)?[\da-f]{64}$/;

/**
 * The parts of `name[:tag][@digest]`; undefined when it is none. With both, the digest counts: it says more. Nothing
 * that matches can leave its place in a URL.
 */
export function parseImageReference(image: string): ImageReference | undefined {
  if (image.length > 1024) return undefined;
  if (bareId.test(image)) return { repository: image, version: '', path: image };
  const [, repository, tag, digest] = shape.exec(image) ?? [];
  if (repository === undefined) return undefined;
  const version = digest ?? tag ?? 'latest';
  return { repository, version, path: `${repository}${digest === undefined ? ':' : '@'}${version}` };
}
