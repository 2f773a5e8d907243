import type { DriverCapabilities } from '../model/driver-capabilities.js';
import type { Identity } from '../model/identity.js';
import type { SpecHash } from '../model/ids.js';
import type { ImageRequest } from '../model/image-request.js';
import type { Mounting } from '../model/mounting.js';
import type { TaskRequest } from '../model/task-request.js';
import type { Problem } from '../shape/problem.js';
import type { JsonObject } from '../shared/json.js';
import type { Result } from '../shared/result.js';

/**
 * What a driver knows: how a task and its config become the spec of a runtime.
 *
 * Pure. Problems come all at once; their paths begin below the task, such as `config.image`.
 */
export interface Translation<Spec> {
  readonly driver: string;
  readonly capabilities: DriverCapabilities;
  /** Options of a config that are taken and have no effect on one host, each with the reason, a clause. */
  readonly ignores?: Readonly<Record<string, string>>;

  /**
   * Everything that is wrong with a config, as far as it can be told without a host. References to the run time are
   * accepted wherever a value may stand. `portLabels` are those of the group's network.
   */
  validate(config: JsonObject, portLabels: readonly string[]): readonly Problem[];

  /**
   * What tasks of this config mount beside their volumes; without a request, as far as it can be told without a host. Absent:
   * they see the host as it is.
   */
  readonly mounting?: (config: JsonObject, request?: TaskRequest) => Mounting;

  /** What to make, or everything that is wrong. References have been resolved by now; one that is left is text. */
  translate(request: TaskRequest, hash: HashSpec): Result<Translated<Spec>, readonly Problem[]>;
}

export interface Translated<Spec> {
  readonly spec: Spec;
  /** What has to be on the host before the spec can be made; undefined for tasks that come out of no image. */
  readonly image: ImageRequest | undefined;
}

/** Equal for equal content, whatever the order of keys. */
export type HashSpec = (content: unknown) => SpecHash;

/**
 * A spec: its content with the identity that belongs to it. The hash leaves out what differs between two attempts at
 * the same thing: the attempt's token and the instance's name.
 */
export function identified<Spec extends { readonly name: string; readonly identity: Identity }>(
  content: Omit<Spec, 'identity'>,
  identity: Omit<Identity, 'spec'>,
  hash: HashSpec,
): Omit<Spec, 'identity'> & { readonly identity: Identity } {
  const lasting = { ...content, name: undefined, identity: { ...identity, attempt: undefined } };
  return { ...content, identity: { ...identity, spec: hash(lasting) } };
}
