import { lookup } from '../../shared/record.js';
import type { TemplateFault } from './fault.js';
import type { Piece } from './syntax.js';

const functionsOf = {
  Consul:
    'caLeaf caRoots connect datacenters exportedServices key keyExists keyOrDefault ls node nodes partitions peerings ' +
    'safeLs safeTree service services tree',
  Vault: 'pkiCert secret secrets',
  'a Nomad server': 'nomadService nomadServices nomadVar nomadVarExists nomadVarList nomadVarListSafe',
};

const needs: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(functionsOf).flatMap(([what, names]) => names.split(' ').map((name) => [name, what])),
);

/** The first call, if there is one, whose answer comes from a service that one host doesn't have. */
export function dataSourceIn(pieces: readonly Piece[]): TemplateFault | undefined {
  const tokens = pieces.flatMap((piece) => (piece.kind === 'action' ? piece.tokens : []));
  const faults = tokens.flatMap((token) => {
    const what = token.kind === 'word' ? lookup(needs, token.text) : undefined;
    return token.kind !== 'word' || what === undefined ? [] : [asksFor(token.text, what, token.at)];
  });
  return faults[0];
}

const asksFor = (name: string, what: string, at: number): TemplateFault => ({
  message: `asks for ${name}, which needs ${what}`,
  suggestion: 'put the value into the env of the task and write {{ env "NAME" }}',
  at,
});
