/** Where an engine listens. */
export type Endpoint =
  | { readonly kind: 'unix'; readonly socketPath: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** `unix:///absolute/path` or `tcp://host:port`; undefined when it is neither. */
export function parseEndpoint(text: string): Endpoint | undefined {
  const socketPath = /^unix:\/\/(\/.+)$/.exec(text)?.[1];
  if (socketPath !== undefined) return { kind: 'unix', socketPath };
  const [, host, digits] = /^tcp:\/\/(\[[\da-fA-F:]+\]|[^:/[\]]+):(\d{1,5})\/?$/.exec(text) ?? [];
  const port = Number(digits);
  if (host === undefined || port < 1 || port > 65_535) return undefined;
  return { kind: 'tcp', host: host.replace(/^\[|\]$/g, ''), port };
}
