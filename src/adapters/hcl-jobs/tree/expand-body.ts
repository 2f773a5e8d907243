import type { Json, JsonObject } from '../../../domain/shared/json.js';
import { lookup } from '../../../domain/shared/record.js';
import { evaluate } from '../evaluation/evaluate.js';
import type { Scope } from '../evaluation/scope.js';
import { HclError } from '../syntax/hcl-error.js';
import type { Attribute, Block, Body, Expression } from '../syntax/syntax-tree.js';
import { plainData } from '../values/value.js';
import { expandDynamic } from './expand-dynamic.js';
import type { Findings } from './findings.js';
import type { LabelRule, LabelRules } from './label-rules.js';

export interface Expansion {
  readonly scope: Scope;
  readonly findings: Findings;
  /** From the top of the document. */
  readonly path: string;
  /** Of the blocks in this body; undefined where they are free. */
  readonly rules: LabelRules | undefined;
}

/**
 * A body as plain data: attributes evaluated, each kind of block a list of its bodies in the order of the text, with
 * labels as `{ label: body }`. Whatever can't be evaluated is reported, and left open or out.
 */
export function expandBody(body: Body, at: Expansion): JsonObject {
  const members = new Map<string, Json>();
  for (const item of body.items) {
    if (item.kind === 'attribute') addAttribute(item, members, at);
    else if (item.name === 'dynamic') addDynamic(item, members, at);
    else addBlock(item, members, at, isAlone(item, body));
  }
  return Object.fromEntries(members);
}

function addAttribute(attribute: Attribute, members: Map<string, Json>, at: Expansion): void {
  const path = `${at.path}.${attribute.name}`;
  locate(attribute.value, path, at.findings);
  at.findings.locate(path, attribute.range);
  if (members.has(attribute.name)) return reportBoth(attribute, path, at);
  const value = attempt(path, at.findings, () => evaluate(attribute.value, at.scope));
  if (value === undefined) at.findings.leaveOpen(path);
  members.set(attribute.name, value === undefined ? open : plainData(value));
}

/** Stands for a value that is not known, as a reference to the run time does. */
const open = '${}';

function addDynamic(dynamic: Block, members: Map<string, Json>, at: Expansion): void {
  const made = attempt(`${at.path}.dynamic`, at.findings, () => expandDynamic(dynamic, at.scope));
  if (made === undefined) at.findings.leaveOut(`${at.path}.${dynamic.labels[0] ?? 'dynamic'}`);
  for (const { block, scope } of made ?? []) addBlock(block, members, { ...at, scope }, false);
}

const isAlone = ({ name }: Block, { items }: Body): boolean =>
  items.filter((item) => item.name === name).length === 1;

function addBlock(block: Block, members: Map<string, Json>, at: Expansion, alone: boolean): void {
  const known = members.get(block.name) ?? [];
  const path = `${at.path}.${block.name}`;
  if (!Array.isArray(known)) return reportBoth(block, path, at);
  const rule = at.rules === undefined ? undefined : lookup(at.rules, block.name);
  if (!isLabelledRight(block, rule, path, at)) return at.findings.leaveOut(path);
  const place = placeOf(block, path, alone ? undefined : known.length);
  at.findings.locate(path, block.range);
  at.findings.locate(place, block.range);
  const value = expandBody(block.body, { ...at, path: place, rules: rule?.inside });
  const labelled = block.labels.reduceRight<JsonObject>((inner, label) => ({ [label]: inner }), value);
  members.set(block.name, [...(known as readonly Json[]), labelled]);
}

/** The path of a block: by its labels, else by its number among several. */
function placeOf({ labels }: Block, path: string, index: number | undefined): string {
  if (labels.length > 0) return [path, ...labels].join('.');
  return index === undefined ? path : `${path}[${index.toString()}]`;
}

function reportBoth({ name, range }: Attribute | Block, path: string, { findings }: Expansion): void {
  findings.report(
    path,
    new HclError(`stands both as a block and with "="`, range, `write "${name}" in one way`),
  );
}

function isLabelledRight(
  { name, labels, range }: Block,
  rule: LabelRule | undefined,
  path: string,
  at: Expansion,
): boolean {
  if (rule === undefined || labels.length === (rule.named ? 1 : 0)) return true;
  const error = rule.named
    ? new HclError('needs just one name', range, `write ${name} "some-name" { … }`)
    : new HclError('takes no name', range, `write ${name} { … }`);
  at.findings.report(path, error);
  return false;
}

/** The members of an object that is written out have places of their own. */
function locate(value: Expression, path: string, findings: Findings): void {
  if (value.kind === 'object')
    for (const { key, value: member } of value.items) {
      if (key.kind !== 'literal') continue;
      findings.locate(`${path}.${String(key.value)}`, key.range);
      locate(member, `${path}.${String(key.value)}`, findings);
    }
  if (value.kind === 'list')
    value.items.forEach((item, index) => {
      findings.locate(`${path}[${index.toString()}]`, item.range);
      locate(item, `${path}[${index.toString()}]`, findings);
    });
}

function attempt<T>(path: string, findings: Findings, compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof HclError)) throw error;
    findings.report(path, error);
    return undefined;
  }
}
