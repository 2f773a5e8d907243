import type { RuntimeDescription } from '../../domain/model/instance.js';
import { fault } from '../../domain/faults/runtime-fault.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { isJsonObject, type Json } from '../../domain/shared/json.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import { findPlugin, noPlugin } from './plugins.js';
import { programFault, remedy } from './read-fault.js';
import type { RunProgram } from './run-program.js';

/** What our own bridge is made of. */
const ownPlugins = ['bridge', 'host-local', 'firewall', 'portmap'];
const ownVersion = '0.4.0';
const tools = [
  { program: 'iptables', args: ['--version'] },
  { program: 'iptables-save', args: ['--version'] },
  { program: 'ip', args: ['-Version'] },
  { program: 'ss', args: ['--version'] },
  { program: 'nsenter', args: ['--version'] },
  { program: 'unshare', args: ['--version'] },
  { program: 'flock', args: ['--version'] },
];

/** What makes networks here. `unavailable`, with a remedy, when something of it is missing or does not run. */
export async function describeTools(run: RunProgram, cniPath: readonly string[]): Answer<RuntimeDescription> {
  if (process.getuid?.() !== 0)
    return err(
      fault('unavailable', 'only root can make networks', { remedy: 'run it as root, as with sudo' }),
    );
  const versions = await Promise.all(ownPlugins.map((type) => pluginVersion(run, type, cniPath)));
  const failed = versions.find((version) => !version.ok);
  if (failed !== undefined) return unavailable(failed);
  const said = await Promise.all(tools.map((tool) => toolVersion(run, tool)));
  const [iptables] = said;
  const broken = said.find((version) => !version.ok);
  if (broken !== undefined || iptables?.ok !== true) return unavailable(broken);
  const version = versions[0]?.ok === true ? versions[0].value : '';
  return ok({
    summary: `CNI plugins (protocol ${version}), ${iptables.value}`,
    version,
    attributes: { version, iptables: iptables.value },
  });
}

type Said = Awaited<Answer<string>>;

const unavailable = (failed: Said | undefined): Result<never, ReturnType<typeof fault>> =>
  err(
    fault('unavailable', failed?.ok === false ? failed.error.message : 'iptables does not run', { remedy }),
  );

async function pluginVersion(run: RunProgram, type: string, cniPath: readonly string[]): Answer<string> {
  const path = await findPlugin(type, cniPath);
  if (path === undefined) return err(noPlugin(type, cniPath));
  const end = await run({ program: path, args: [], input: '{}', environment: { CNI_COMMAND: 'VERSION' } });
  if (end.kind !== 'code' || end.code !== 0) return err(programFault(`CNI plugin ${type}`, end));
  const { cniVersion, supportedVersions } = readVersions(end.out);
  return supportedVersions.includes(ownVersion)
    ? ok(cniVersion)
    : err(fault('unavailable', `CNI plugin ${type} does not speak version ${ownVersion}`));
}

function readVersions(text: string): { cniVersion: string; supportedVersions: readonly Json[] } {
  try {
    const json = JSON.parse(text) as Json;
    const { cniVersion, supportedVersions } = isJsonObject(json) ? json : {};
    return {
      cniVersion: typeof cniVersion === 'string' ? cniVersion : '',
      supportedVersions: Array.isArray(supportedVersions) ? (supportedVersions as readonly Json[]) : [],
    };
  } catch {
    return { cniVersion: '', supportedVersions: [] };
  }
}

async function toolVersion(run: RunProgram, tool: (typeof tools)[number]): Answer<string> {
  const end = await run(tool);
  if (end.kind !== 'code' || end.code !== 0) return err(programFault(tool.program, end));
  return ok((end.out || end.errors).trim().split('\n')[0] ?? '');
}
