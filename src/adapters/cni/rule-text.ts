import { createHash } from 'node:crypto';

/** One table of `iptables-save`. */
export interface RuleTable {
  readonly name: string;
  readonly chains: readonly string[];
  /** Each as it is appended: `-A CHAIN …`. */
  readonly rules: readonly string[];
}

/** By what rules are known to be a network's. */
export interface RuleMarks {
  readonly networkName: string;
  /** Undefined: only those that tell nothing but an address. */
  readonly id: string | undefined;
  /** Only while nobody else can have them. */
  readonly addresses: readonly string[];
}

export function readTables(text: string): readonly RuleTable[] {
  const tables: { name: string; chains: string[]; rules: string[] }[] = [];
  for (const line of text.split('\n')) {
    const last = tables.at(-1);
    if (line.startsWith('*')) tables.push({ name: line.slice(1), chains: [], rules: [] });
    else if (line.startsWith(':')) last?.chains.push(line.slice(1).split(' ')[0] ?? '');
    else if (line.startsWith('-A ')) last?.rules.push(line);
  }
  return tables;
}

/** The chains and rules of one network; tables that hold none are left out. */
export const ownRules = (tables: readonly RuleTable[], marks: RuleMarks): readonly RuleTable[] => {
  const chains = chainsOf(marks);
  return tables
    .map(({ name, ...table }) => ({
      name,
      chains: table.chains.filter((chain) => chains.includes(chain)),
      rules: table.rules.filter((rule) => isOwn(rule, chains, marks)),
    }))
    .filter((table) => table.chains.length + table.rules.length > 0);
};

/** Named by plugins of a hash of the network's name and the container's id, as long as a name may be. */
function chainsOf({ networkName, id }: RuleMarks): readonly string[] {
  if (id === undefined) return [];
  const hash = createHash('sha512').update(`${networkName}${id}`).digest('hex');
  return ['CNI-', 'CNI-DN-', 'CNI-SN-'].map((prefix) => (prefix + hash).slice(0, 28));
}

function isOwn(rule: string, chains: readonly string[], { id, addresses }: RuleMarks): boolean {
  const words = rule.split(' ');
  if (id !== undefined && rule.includes(`id: \\"${id}\\"`)) return true;
  if (
    words.some((word, index) => chains.includes(word) && ['-A', '-j', '-g'].includes(words[index - 1] ?? ''))
  )
    return true;
  return words[1] === 'CNI-FORWARD' && addresses.some((address) => namesHost(words, address));
}

const namesHost = (words: readonly string[], address: string): boolean =>
  words.some(
    (word, index) =>
      (word === `${address}/32` || word === `${address}/128`) &&
      ['-s', '-d'].includes(words[index - 1] ?? ''),
  );

/** What `iptables-restore --noflush` is told to take these away. */
export const removalOf = (tables: readonly RuleTable[]): string =>
  tables
    .map(({ name, chains, rules }) =>
      [
        `*${name}`,
        ...rules
          .filter((rule) => !chains.includes(rule.split(' ')[1] ?? ''))
          .map((rule) => rule.replace(/^-A/, '-D')),
        ...chains.map((chain) => `-F ${chain}`),
        ...chains.map((chain) => `-X ${chain}`),
        'COMMIT\n',
      ].join('\n'),
    )
    .join('');
