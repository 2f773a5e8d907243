import type { DockerPolicy } from '../../model/driver-policy.js';
import type { Rlimit } from '../../model/limits.js';
import { spelt, unless } from '../../shape/refine.js';
import { integer } from '../../shape/scalars.js';
import type { Shape } from '../../shape/shape.js';

/** Megabytes; 0 is none. What the task's `memory` keeps for it must fit below. */
export const memoryHardLimit = (memoryMb: number | undefined): Shape<number> =>
  unless(integer({ min: 0 }), (limit) =>
    memoryMb !== undefined && limit > 0 && limit < memoryMb
      ? { message: `is ${limit.toString()}, but the task's memory is ${memoryMb.toString()}` }
      : undefined,
  );

/** Anything below 1 asks for what the operator has as default. */
export const pidsLimit = ({ pidsLimit: ceiling }: DockerPolicy): Shape<number> =>
  unless(integer(), (limit) =>
    ceiling !== undefined && limit > ceiling
      ? { message: `is ${limit.toString()}, but this host allows ${ceiling.toString()} (docker.pids_limit)` }
      : undefined,
  );

/** `soft:hard`, or one number for both; -1 is no limit. */
export const rlimit = (): Shape<Omit<Rlimit, 'name'>> =>
  spelt('"soft" or "soft:hard" in whole numbers', (text) => {
    const [, soft = '', hard = soft] = /^(-1|\d+)(?::(-1|\d+))?$/.exec(text) ?? [];
    return soft === '' ? undefined : { soft: Number(soft), hard: Number(hard) };
  });
