import type { JavaPolicy } from '../../model/driver-policy.js';
import type { ProcessSpec } from '../../model/process-spec.js';
import { given } from '../command.js';
import { isolatedTranslation } from '../exec/translation.js';
import type { Translation } from '../translation.js';
import { type JavaConfig, javaConfig } from './config.js';

/** What runs in a Java of the host, isolated in the same way as tasks of `exec`. */
export const javaTranslation = (policy: JavaPolicy): Translation<ProcessSpec> =>
  isolatedTranslation({
    driver: 'java',
    policy,
    shape: javaConfig(policy),
    commandOf: (config) => [policy.path ?? 'java', ...wordsOf(config)],
  });

/** Relative paths are left to Java, which begins in the task's directory: `local/app.jar` is a path there. */
function wordsOf(config: JavaConfig): readonly string[] {
  const classPath = given(config.class_path);
  const jar = given(config.jar_path);
  const name = given(config.class);
  return [
    ...config.jvm_options,
    ...(classPath === undefined ? [] : ['-cp', classPath]),
    ...(jar === undefined ? [] : ['-jar', jar]),
    ...(name === undefined ? [] : [name]),
    ...config.args,
  ];
}
