/** The assignments of an os-release file; see os-release(5). */
export function parseOsRelease(text: string): Readonly<Record<string, string>> {
  const lines = text.matchAll(/^([A-Z0-9_]+)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"'#]*))\s*$/gm);
  return Object.fromEntries(
    [...lines].map(([, key = '', double, single, bare]) => [
      key,
      double?.replace(/\\(.)/g, '$1') ?? single ?? bare ?? '',
    ]),
  );
}
