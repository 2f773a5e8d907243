import type { Template } from '../../model/job.js';
import type { TemplateFault } from './fault.js';
import { scanAction } from './scan-action.js';
import type { Piece } from './syntax.js';

export type TemplateSource = Pick<Template, 'text' | 'delimiters'>;

export interface ScannedTemplate {
  /** As far as the text could be read. */
  readonly pieces: readonly Piece[];
  readonly fault: TemplateFault | undefined;
}

/** A template's text cut into actions and what stands between them. Comments and trim markers are spent here. */
export function scanTemplate({ text, delimiters }: TemplateSource): ScannedTemplate {
  const pieces: Piece[] = [];
  let rest = { at: 0, trims: false };
  for (;;) {
    const open = text.indexOf(delimiters.left, rest.at);
    const before = between(text.slice(rest.at, open === -1 ? undefined : open), rest.trims);
    if (open === -1) return { pieces: [...pieces, textOf(before)], fault: undefined };
    const action = scanAction(text, open, delimiters);
    if (!action.ok) return { pieces, fault: action.error };
    const { tokens, trimsBefore, trimsAfter, end } = action.value;
    pieces.push(textOf(trimsBefore ? before.replace(/[ \t\r\n]+$/, '') : before));
    if (tokens !== undefined) pieces.push({ kind: 'action', tokens, at: open });
    rest = { at: end, trims: trimsAfter };
  }
}

const between = (text: string, trims: boolean): string => (trims ? text.replace(/^[ \t\r\n]+/, '') : text);

const textOf = (text: string): Piece => ({ kind: 'text', text });
