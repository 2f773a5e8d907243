/** One line of the table: ours against a floor, or against a budget. */
export interface Row {
  readonly what: string;
  readonly ours: number;
  /** What the same costs without us; undefined where the limit is a budget. */
  readonly floor: number | undefined;
  readonly unit: 'ms' | 'MiB' | '%' | 'calls';
  /** The largest ratio to the floor, or the largest value, that is accepted. */
  readonly limit: number;
  /** How often, and how the figures were taken. */
  readonly how: string;
}

/** What the limit is compared with. */
export const judged = (row: Row): number => (row.floor === undefined ? row.ours : row.ours / row.floor);

export const holds = (row: Row): boolean => judged(row) <= row.limit;
