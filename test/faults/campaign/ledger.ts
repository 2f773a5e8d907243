/** What must never happen, whatever goes wrong. */
export const sins = [
  'leaked',
  'foreign touched',
  'doubled',
  'lost',
  'wrong exit',
  'wrong output',
  'hung',
  'unhandled rejection',
  'open file left',
] as const;

export type Sin = (typeof sins)[number];

export interface Finding {
  readonly sin: Sin;
  readonly told: string;
}

/** Counts what was done, what went wrong on purpose and what came of it. */
export class Ledger {
  readonly faults = new Map<string, number>();
  readonly operations = new Map<string, number>();
  #findings: Finding[] = [];

  operation(name: string): void {
    this.operations.set(name, (this.operations.get(name) ?? 0) + 1);
  }

  fault(name: string): void {
    this.faults.set(name, (this.faults.get(name) ?? 0) + 1);
  }

  find(sin: Sin, told: string): void {
    this.#findings.push({ sin, told });
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  get faultCount(): number {
    return [...this.faults.values()].reduce((sum, count) => sum + count, 0);
  }

  /** For people: faults and operations by kind, and the sins. */
  table(): string {
    return [
      ...lines('faults', this.faults),
      ...lines('operations', this.operations),
      '',
      ...sins.map(
        (sin) => `${sin}: ${this.#findings.filter((finding) => finding.sin === sin).length.toString()}`,
      ),
    ].join('\n');
  }
}

function lines(heading: string, counts: ReadonlyMap<string, number>): readonly string[] {
  const all = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const total = all.reduce((sum, [, count]) => sum + count, 0);
  return [
    '',
    `${heading}: ${total.toString()}`,
    ...all.map(([name, count]) => `  ${count.toString().padStart(6)}  ${name}`),
  ];
}
