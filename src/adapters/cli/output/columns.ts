/** One cell: what it says, and how it is painted once its place is known. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** Rows as lines, each column as wide as its widest cell, two spaces between them and none at the end. */
export function columns(rows: readonly (readonly Cell[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, { text }] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, text.length);
  }
  return rows.map((row) =>
    row
      .map(({ text, paint = (plain: string) => plain }, at) => {
        const padding = at === row.length - 1 ? 0 : (widths[at] ?? 0) - text.length;
        return paint(text) + ' '.repeat(padding);
      })
      .join('  ')
      .trimEnd(),
  );
}
