import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { posix } from 'node:path';

import { fault, type RuntimeFault, type RuntimeFaultKind } from '../../domain/faults/runtime-fault.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { isJsonObject, type Json } from '../../domain/shared/json.js';
import { err, ok } from '../../domain/shared/result.js';
import { takesPorts, type PluginConfig } from './network-config.js';
import type { NetworkRecord } from './network-record.js';
import { notRun, programFault, remedy } from './read-fault.js';
import { type ProgramEnd, type RunProgram, usualPath } from './run-program.js';

/** One run of one plugin. */
export interface PluginCall {
  readonly command: 'ADD' | 'DEL';
  readonly plugin: PluginConfig;
  readonly record: NetworkRecord;
  /** Empty when the namespace isn't there any more. */
  readonly namespacePath: string;
  readonly previous: Json | undefined;
}

/** What the plugin answered; `null` to DEL. */
export async function runPlugin(run: RunProgram, call: PluginCall): Answer<Json> {
  const { command, plugin, record } = call;
  const path = await findPlugin(plugin.type, record.cniPath);
  if (path === undefined) return err(noPlugin(plugin.type, record.cniPath));
  const end = await run({
    program: path,
    args: [],
    input: JSON.stringify(inputFor(call)),
    environment: {
      CNI_COMMAND: command,
      CNI_CONTAINERID: record.id,
      CNI_NETNS: call.namespacePath,
      CNI_IFNAME: 'eth0',
      CNI_ARGS: record.args,
      CNI_PATH: record.cniPath.join(':'),
      PATH: usualPath,
    },
  });
  if (end.kind !== 'code' || end.code !== 0) return err(pluginFault(plugin.type, end));
  const answer = parsed(end.out);
  if (command === 'ADD' && !isJsonObject(answer))
    return err(fault('internal', `CNI plugin ${plugin.type} answered nothing that makes sense`));
  return ok(answer ?? null);
}

/** The same at ADD and DEL, but for what came before. */
function inputFor({ plugin, record, previous }: PluginCall): Json {
  const { name, cniVersion } = record.config;
  const { ports } = record.plan;
  return {
    ...plugin,
    name,
    cniVersion,
    ...(takesPorts(plugin) && ports.length > 0 ? { runtimeConfig: { portMappings: mappings(ports) } } : {}),
    ...(previous === undefined ? {} : { prevResult: previous }),
  };
}

const mappings = (ports: NetworkRecord['plan']['ports']): Json =>
  ports.flatMap(({ hostIp, hostPort, taskPort }) =>
    ['tcp', 'udp'].map((protocol) => ({
      hostPort,
      containerPort: taskPort,
      protocol,
      ...(hostIp === '' ? {} : { hostIP: hostIp }),
    })),
  );

/** The first of that name in these directories. */
export async function findPlugin(type: string, cniPath: readonly string[]): Promise<string | undefined> {
  if (!/^[a-zA-Z0-9_.-]+$/.test(type)) return undefined;
  for (const directory of cniPath) {
    const path = posix.join(directory, type);
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return undefined;
}

export const noPlugin = (type: string, cniPath: readonly string[]): RuntimeFault =>
  fault('unavailable', `there is no CNI plugin ${type} in ${cniPath.join(', ')}`, { remedy });

/** By the codes of the specification. */
const byCode: Readonly<Record<number, RuntimeFaultKind>> = {
  1: 'invalid-spec',
  2: 'invalid-spec',
  4: 'invalid-spec',
  6: 'invalid-spec',
  7: 'invalid-spec',
  11: 'resource-exhausted',
};

/** Most plugins have one code for all that goes wrong: what has no room is told by what they say. */
const full = /no IP addresses available|exchange full/i;

/** Plugins say on their standard output what went wrong. */
function pluginFault(type: string, end: ProgramEnd): RuntimeFault {
  const name = `CNI plugin ${type}`;
  if (end.kind === 'not-run') return notRun(name, end.cause);
  const answer = end.kind === 'code' ? parsed(end.out) : undefined;
  if (!isJsonObject(answer) || typeof answer['msg'] !== 'string') return programFault(name, end);
  const { code, msg, details } = answer;
  const said = typeof details === 'string' && details !== '' ? `${msg}: ${details}` : msg;
  const kind = full.test(said) ? 'conflict' : byCode[typeof code === 'number' ? code : 0];
  return fault(kind ?? 'internal', `${name}: ${said}`);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
