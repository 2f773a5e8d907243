import { readFile } from 'node:fs/promises';

import { fault } from '../../domain/faults/runtime-fault.js';
import { type DnsAnswer, noAnswer } from '../../domain/model/group-network.js';
import type { NameServers } from '../../domain/ports/name-servers.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';

/**
 * The second tells whom a resolver of systemd's asks, where the first names nobody but that resolver, which listens on a
 * loopback address.
 */
const usual = ['/etc/resolv.conf', '/run/systemd/resolve/resolv.conf'] as const;

/** What resolv.conf(5) of this host says. */
export class ResolvConf implements NameServers {
  readonly #files: readonly string[];

  /** The first in which somebody is to be asked is the one that counts, or else the first that is there. */
  constructor(files: readonly string[] = usual) {
    this.#files = files;
  }

  async read(): Answer<DnsAnswer> {
    let first: DnsAnswer | undefined;
    for (const file of this.#files) {
      const text = await contentOf(file);
      if (!text.ok) return text;
      if (text.value === undefined) continue;
      const answer = parseResolvConf(text.value);
      if (answer.servers.length > 0) return ok(answer);
      first ??= answer;
    }
    return ok(first ?? noAnswer);
  }
}

async function contentOf(file: string): Answer<string | undefined> {
  try {
    return ok(await readFile(file, 'utf8'));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    if (['ENOENT', 'ENOTDIR'].includes(code)) return ok(undefined);
    const kind = code === 'EACCES' ? 'permission-denied' : 'internal';
    return err(fault(kind, `can't read ${file}: ${code}`, { cause }));
  }
}

/** Of several search lines the last counts; `domain` is an older word for one with one name. */
function parseResolvConf(text: string): DnsAnswer {
  const lines = text.split('\n').map((line) =>
    line
      .replace(/[#;].*$/, '')
      .trim()
      .split(/\s+/),
  );
  const after = (keyword: string): readonly (readonly string[])[] =>
    lines.filter(([first]) => first === keyword).map(([, ...rest]) => rest);
  const searches = lines.filter(([first]) => first === 'search' || first === 'domain').at(-1) ?? [];
  return {
    servers: after('nameserver').flatMap(([server]) =>
      server === undefined || isLoopback(server) ? [] : [server],
    ),
    searches: searches.slice(1).filter((name) => name !== '.'),
    options: after('options').flat(),
  };
}

const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';
