import { err, ok, type Result } from '../../shared/result.js';
import { dataSourceIn } from './data-sources.js';
import type { TemplateFault } from './fault.js';
import { parseNodes } from './parse-nodes.js';
import { scanTemplate, type TemplateSource } from './scan-template.js';
import type { Node } from './syntax.js';

/**
 * A template ready for evaluation, or what it is to be refused for: the first fault, unless it wants data that one host
 * doesn't have, which no mending of the rest would give.
 */
export function parseTemplate(source: TemplateSource): Result<readonly Node[], TemplateFault> {
  const { pieces, fault } = scanTemplate(source);
  const unavailable = dataSourceIn(pieces) ?? fault;
  if (unavailable !== undefined) return err(unavailable);
  const faults: TemplateFault[] = [];
  const nodes = parseNodes(pieces, (found) => faults.push(found));
  const [first] = faults.sort((a, b) => a.at - b.at);
  return first === undefined ? ok(nodes) : err(first);
}
