import { readdir, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { mountsHere } from '../mountinfo.js';
import type { NetworkNamespace } from './network-namespace.js';

/** What the bridge of all groups leaves for good: itself, and rules that name neither a network nor an address of one. */
const lastingLinks = ['lo', 'wharf'];
const ofOneNetwork = /wharf-[0-9a-f]{8}-|\b172\.26\.\d+\.\d+\/32|\bCNI-(?:DN-)?[0-9a-f]{16,}/;

/**
 * What is left of groups' networks that an agent made in a network namespace, when its run directory is there; nothing when
 * all of it is gone.
 */
export async function networkTraces(
  network: NetworkNamespace,
  runDirectory: string,
): Promise<readonly string[]> {
  const networks = join(runDirectory, 'networks');
  const files = (await readdir(networks, { recursive: true }).catch(() => [])).filter(isOfOneNetwork);
  const mounts = (await mountsHere()).filter(({ mountPoint }) => mountPoint.startsWith(`${runDirectory}/`));
  const links = (await network.run('ip', '-o', 'link')).split('\n').map(linkIn);
  const rules = (await network.run('iptables-save')).split('\n').filter((line) => ofOneNetwork.test(line));
  return [
    ...files.map((file) => `networks/${file}`),
    ...mounts.map(({ mountPoint }) => `mount ${mountPoint}`),
    ...links.filter((link) => link !== '' && !lastingLinks.includes(link)).map((link) => `link ${link}`),
    ...rules.map((rule) => `rule ${rule}`),
    ...(await processesIn(network)).map((pid) => `process ${pid} in the network`),
  ];
}

/** Its directory, what lies in it, or the lease of an address. */
const isOfOneNetwork = (file: string): boolean =>
  /(?:^|\/)wharf-[0-9a-f]/.test(file) || /^\d+\.\d+\.\d+\.\d+$/.test(basename(file));

const linkIn = (line: string): string => line.split(':')[1]?.trim() ?? '';

async function processesIn(network: NetworkNamespace): Promise<readonly string[]> {
  const link = `net:[${await network.number()}]`;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const links = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/ns/net`).catch(() => '')));
  return pids.filter((_, index) => links[index] === link);
}
