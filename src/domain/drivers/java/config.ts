import type { JavaPolicy } from '../../model/driver-policy.js';
import { list } from '../../shape/collections.js';
import { object, optional, withDefault, type ObjectOf } from '../../shape/object.js';
import { emptyOr, refine } from '../../shape/refine.js';
import { string } from '../../shape/scalars.js';
import { mistyped, type Place, type Shape } from '../../shape/shape.js';
import { isJsonObject, type Json } from '../../shared/json.js';
import { isolationFields } from '../exec/config.js';

const fields = (policy: JavaPolicy) => ({
  class: optional(emptyOr(word('the name of a class, such as "com.example.Main"'))),
  class_path: optional(string()),
  jar_path: optional(emptyOr(word('the path of a jar, such as "local/app.jar"'))),
  jvm_options: withDefault(list(string()), []),
  ...isolationFields('java', policy),
});

export type JavaConfig = ObjectOf<ReturnType<typeof fields>>;

/** The `config` block of a java task, as far as this host's operator allows it. */
export function javaConfig(policy: JavaPolicy): Shape<JavaConfig> {
  const options = object(fields(policy));
  return {
    expects: options.expects,
    read: (value, at) => {
      const read = options.read(value, at);
      // Beside whatever else is wrong, so it can't wait for options that can be read.
      judgeEntry(value, at);
      return read;
    },
  };
}

/** With both, Java would take the class for the first argument of the jar. */
function judgeEntry(value: Json, at: Place): void {
  if (!isJsonObject(value)) return;
  const entries = ['class', 'jar_path'].filter((key) => isGiven(value[key]));
  if (entries.length === 0) at.report({ path: at.path, message: 'needs "jar_path" or "class"' });
  if (entries.length === 2)
    at.report({ path: at.path, message: 'has both "jar_path" and "class"', suggestion: 'leave one out' });
}

const isGiven = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

/** One that Java would take for an option runs something else. */
const word = (what: string): Shape<string> => {
  const expects = `${what}, without blanks around it`;
  return refine(
    string(expects),
    (text, at) => (text === text.trim() && !text.startsWith('-') ? text : mistyped(at, expects, text)),
    expects,
  );
};
