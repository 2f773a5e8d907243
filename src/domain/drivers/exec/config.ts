import type { ExecPolicy } from '../../model/driver-policy.js';
import { list } from '../../shape/collections.js';
import { type Field, object, optional, required, withDefault, type ObjectOf } from '../../shape/object.js';
import { emptyOr, refine } from '../../shape/refine.js';
import { oneOf, string } from '../../shape/scalars.js';
import type { Shape } from '../../shape/shape.js';
import { capability } from '../capabilities.js';
import { addedCapabilities } from '../capability-lists.js';
import { absolutePath, program } from '../command.js';

export interface IsolationConfig {
  readonly args: readonly string[];
  readonly pid_mode: 'private' | 'host';
  readonly ipc_mode: 'private' | 'host';
  readonly cap_add: readonly string[];
  readonly cap_drop: readonly string[];
  readonly work_dir: string | undefined;
}

type FieldsOf<T> = { readonly [K in keyof T]: Field<T[K]> };

/** The options of every driver whose processes are isolated. */
export const isolationFields = (driver: 'exec' | 'java', policy: ExecPolicy): FieldsOf<IsolationConfig> => ({
  args: withDefault(list(string()), []),
  pid_mode: withDefault(namespaceMode(policy.defaultPidMode), policy.defaultPidMode),
  ipc_mode: withDefault(namespaceMode(policy.defaultIpcMode), policy.defaultIpcMode),
  cap_add: withDefault(addedCapabilities(policy.allowCaps, driver), []),
  cap_drop: withDefault(list(capability()), []),
  work_dir: optional(emptyOr(absolutePath())),
});

const fields = (policy: ExecPolicy) => ({
  command: required(program()),
  ...isolationFields('exec', policy),
});

export type ExecConfig = ObjectOf<ReturnType<typeof fields>>;

/** The `config` block of an exec task, as far as this host's operator allows it. */
export const execConfig = (policy: ExecPolicy): Shape<ExecConfig> => object(fields(policy));

/** Empty text asks for what the operator has as default. */
const namespaceMode = (fallback: 'private' | 'host'): Shape<'private' | 'host'> =>
  refine(
    oneOf('private', 'host', ''),
    (mode) => (mode === '' ? fallback : mode),
    'either "private" or "host"',
  );
