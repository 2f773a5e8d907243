import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Files below a directory whose relative path matches: `*` and `?` within one name, `**` for any number of
 * directories, `{a,b}` for either. In order; none where there is no such directory.
 */
export function globSync(directory: string, pattern: string): readonly string[] {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const matcher = new RegExp(`^${[...parts(pattern)].join('')}$`);
  return filesBelow(directory)
    .map((path) => relative(directory, path))
    .filter((path) => matcher.test(path))
    .sort();
}

function* parts(pattern: string): Generator<string> {
  for (const [part] of pattern.matchAll(/\*\*\/|\*\*|\*|\?|\{[^}]*\}|[^*?{]+|\{/g)) {
    if (part === '**/') yield '(?:.*/)?';
    else if (part === '**') yield '.*';
    else if (part === '*') yield '[^/]*';
    else if (part === '?') yield '[^/]';
    else if (part.startsWith('{') && part.endsWith('}'))
      yield `(?:${part.slice(1, -1).split(',').map(escaped).join('|')})`;
    else yield escaped(part);
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
