import { isObject, type Value } from '../values/value.js';
import { jsonText } from './json-text.js';
import { sortedKeys } from '../evaluation/convert.js';

/** A value as YAML in blocks, keys and texts in double quotes, since any bare word may mean something else there. */
export const yamlOf = (value: Value): string =>
  isNested(value) ? `${linesOf(value).join('\n')}\n` : `${scalar(value)}\n`;

const isNested = (value: Value): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

/** JSON's scalars, and its empty list and object, are YAML too. */
const scalar = (value: Value): string => jsonText(value);

function linesOf(value: Value): readonly string[] {
  if (Array.isArray(value))
    return (value as readonly Value[]).flatMap((item) =>
      isNested(item) ? hang('- ', linesOf(item)) : `- ${scalar(item)}`,
    );
  if (!isObject(value)) return [scalar(value)];
  return sortedKeys(value).flatMap((key) => {
    const item = value[key] ?? null;
    if (!isNested(item)) return `${scalar(key)}: ${scalar(item)}`;
    const lines = linesOf(item);
    return [`${scalar(key)}:`, ...(Array.isArray(item) ? lines : lines.map((line) => `  ${line}`))];
  });
}

const hang = (mark: string, lines: readonly string[]): readonly string[] =>
  lines.map((line, index) => (index === 0 ? mark : ' '.repeat(mark.length)) + line);
