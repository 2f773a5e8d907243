import type { Problem } from '../../../domain/shape/problem.js';
import type { SourceText } from '../syntax/source-text.js';

/** Each diagnostic begins with its place: `wharf-input:2,7-3,1: Summary; Detail`. */
const heading = /wharf-input:(\d+),(\d+)-(?:\d+,)?\d+: /g;

/**
 * The syntax errors in a message of the official parser, which holds all of its diagnostics. Other messages are not
 * about syntax: its conversion to JSON, which is not used, fails for blocks of one kind with different labels.
 */
export function diagnosticsOf(message: string, source: SourceText): readonly Problem[] {
  if (!message.startsWith('parse config: ')) return [];
  const headings = [...message.matchAll(heading)];
  if (headings.length === 0) return [{ path: source.path, message: `is not HCL2: ${message}` }];
  const end = message.endsWith(']') ? message.length - 1 : message.length;
  return headings.map((found, index) => {
    const text = message.slice(found.index + found[0].length, headings[index + 1]?.index ?? end).trim();
    const [summary = '', ...detail] = text.split('; ');
    return {
      path: source.path,
      message: `is not HCL2: ${lowerFirst(summary)}. ${detail.join('; ').replaceAll('wharf-input:', 'line ')}`,
      position: { file: source.path, line: Number(found[1]), column: Number(found[2]) },
    };
  });
}

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
