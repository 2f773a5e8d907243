import { isJsonObject, type Json } from '../../domain/shared/json.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import type { HostLink } from './plugin-result.js';
import { programFault } from './read-fault.js';
import type { RunProgram } from './run-program.js';

/** All links of the network that the program is run in. */
export async function listLinks(run: RunProgram): Answer<readonly HostLink[]> {
  const end = await run({ program: 'ip', args: ['-json', 'link', 'show'] });
  if (end.kind !== 'code' || end.code !== 0) return err(programFault('ip', end));
  return ok(readLinks(end.out));
}

function readLinks(text: string): readonly HostLink[] {
  const json = JSON.parse(text === '' ? '[]' : text) as Json;
  const listed = Array.isArray(json) ? (json as readonly Json[]) : [];
  return listed.filter(isJsonObject).map(({ ifname, address }) => ({
    name: typeof ifname === 'string' ? ifname : '',
    mac: typeof address === 'string' ? address : '',
  }));
}

/** Removes those that are there of these very links; a link of that name with another address is another one. */
export async function removeLinks(run: RunProgram, own: readonly HostLink[]): Answer<undefined> {
  const there = await shownLinks(run, own);
  if (!there.ok) return there;
  for (const { name } of there.value) await run({ program: 'ip', args: ['link', 'delete', 'dev', name] });
  return done;
}

export async function shownLinks(run: RunProgram, own: readonly HostLink[]): Answer<readonly HostLink[]> {
  if (own.length === 0) return ok([]);
  const all = await listLinks(run);
  if (!all.ok) return all;
  return ok(own.filter(({ name, mac }) => all.value.some((link) => link.name === name && link.mac === mac)));
}

export async function isThere(run: RunProgram, name: string): Promise<boolean> {
  const end = await run({ program: 'ip', args: ['link', 'show', 'dev', name] });
  return end.kind === 'code' && end.code === 0;
}
