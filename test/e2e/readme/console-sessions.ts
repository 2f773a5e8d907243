/** A command that a document shows, and what the document says it prints. */
export interface ShownCommand {
  readonly command: string;
  readonly output: readonly string[];
}

export interface Fence {
  readonly language: string;
  /** Line in the document, from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

/** The fenced blocks of a Markdown document. */
export function fencesIn(markdown: string): readonly Fence[] {
  const fences: Fence[] = [];
  let open: { readonly language: string; readonly line: number; readonly lines: string[] } | undefined;
  for (const [index, text] of markdown.split('\n').entries()) {
    const marker = /^```(\w*)$/.exec(text);
    if (marker === null) open?.lines.push(text);
    else if (open === undefined) open = { language: marker[1] ?? '', line: index + 1, lines: [] };
    else {
      fences.push(open);
      open = undefined;
    }
  }
  return fences;
}

/** The commands of a `console` block: a line that begins with `$ `, then what it prints. */
export function commandsIn(fence: Fence): readonly ShownCommand[] {
  const commands: { readonly command: string; readonly output: string[] }[] = [];
  for (const line of fence.lines) {
    if (line.startsWith('$ ')) commands.push({ command: line.slice(2), output: [] });
    else commands.at(-1)?.output.push(line);
  }
  return commands;
}

/** Takes out of a line what differs from run to run: times, ids, and the width of columns that hold them. */
export const withoutChance = (line: string): string =>
  line
    .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<id>')
    .replaceAll(/\b\d+(\.\d+)?\s?(ms|s|m)\b/g, '<time>')
    .replaceAll(/[─-]{3,}/g, '---')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Whether lines are as shown; a shown line that is only `…` stands for any number of lines. */
export function agrees(shown: readonly string[], seen: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return seen.length === 0;
  if (first.trim() === '…')
    return seen.some((_, skip) => agrees(rest, seen.slice(skip))) || rest.length === 0;
  const [line, ...others] = seen;
  return line !== undefined && withoutChance(line) === withoutChance(first) && agrees(rest, others);
}
