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

/** By kind, how many of what this process has open, and so on. */
export type Holdings = ReadonlyMap<string, number>;

/** Counts what was done, what went wrong on purpose and what came of it. */
export class Ledger {
  readonly faults = new Map<string, number>();
  readonly operations = new Map<string, number>();
  readonly #began = performance.now();
  #findings: Finding[] = [];
  #held: { readonly first: Holdings; readonly last: Holdings } | undefined;

  operation(name: string): void {
    this.operations.set(name, (this.operations.get(name) ?? 0) + 1);
  }

  fault(name: string): void {
    this.faults.set(name, (this.faults.get(name) ?? 0) + 1);
  }

  find(sin: Sin, told: string): void {
    this.#findings.push({ sin, told });
  }

  /** Where nothing is going on. */
  holds(holdings: Holdings): void {
    this.#held = { first: this.#held?.first ?? holdings, last: holdings };
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  get faultCount(): number {
    return [...this.faults.values()].reduce((sum, count) => sum + count, 0);
  }

  /** For people: faults and operations by kind, what was open before and after, the sins, and how much that was. */
  table(origin: string): string {
    const minutes = ((performance.now() - this.#began) / 60_000).toFixed(1);
    return [
      ...lines('faults', this.faults),
      ...lines('operations', this.operations),
      ...this.#holdingLines(),
      '',
      ...sins.map(
        (sin) => `${sin}: ${this.#findings.filter((finding) => finding.sin === sin).length.toString()}`,
      ),
      '',
      `${this.faultCount.toString()} faults, ${origin}, ${minutes} minutes`,
    ].join('\n');
  }

  #holdingLines(): readonly string[] {
    if (this.#held === undefined) return [];
    const { first, last } = this.#held;
    const kinds = [...new Set([...first.keys(), ...last.keys()])].toSorted();
    const count = (holdings: Holdings, kind: string): string =>
      (holdings.get(kind) ?? 0).toString().padStart(6);
    return [
      '',
      'held before, and after:',
      ...kinds.map((kind) => `  ${count(first, kind)}  ${count(last, kind)}  ${kind}`),
    ];
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
