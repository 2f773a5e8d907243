import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';

import { pack } from 'tar-stream';

/** One executable file, and what an image of nothing else is called. */
export interface Program {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** As Node names it. */
  readonly architecture: string;
}

const entrypoint = '/pause';
/** No file has a time, so that equal content makes equal images. */
const notime = new Date(0);

/** An image with one program, as `docker save` would write it. */
export async function imageArchive({ name, bytes, architecture }: Program): Promise<Uint8Array> {
  const layer = await tarOf({ [entrypoint.slice(1)]: bytes }, 0o755);
  const config = Buffer.from(
    JSON.stringify({
      architecture: architecture === 'x64' ? 'amd64' : architecture,
      os: 'linux',
      config: { Entrypoint: [entrypoint] },
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
    }),
  );
  const configName = `${sha256(config)}.json`;
  const manifest = [{ Config: configName, RepoTags: [name], Layers: ['layer.tar'] }];
  return tarOf({
    [configName]: config,
    'layer.tar': layer,
    'manifest.json': Buffer.from(JSON.stringify(manifest)),
  });
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function tarOf(files: Readonly<Record<string, Uint8Array>>, mode = 0o644): Promise<Uint8Array> {
  const archive = pack();
  for (const [name, bytes] of Object.entries(files))
    archive.entry({ name, mode, mtime: notime }, Buffer.from(bytes));
  archive.finalize();
  return buffer(archive);
}
