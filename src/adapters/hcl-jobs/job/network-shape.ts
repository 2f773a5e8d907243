import { isNetworkMode, type NetworkMode } from '../../../domain/model/group-network.js';
import { block, type Labelled, list } from '../../../domain/shape/collections.js';
import { object, type ObjectOf, optional, withDefault } from '../../../domain/shape/object.js';
import { emptyOr } from '../../../domain/shape/refine.js';
import { integer, string } from '../../../domain/shape/scalars.js';
import { problem } from '../../../domain/shape/problem.js';
import { mistyped, type Shape } from '../../../domain/shape/shape.js';
import { suggest } from '../../../domain/shape/suggest.js';
import { allLabelled } from './all-labelled.js';
import { ignoredOfNetwork } from './ignored-keys.js';
import type { Notes } from './notes.js';

const fields = (notes: Notes) => ({
  ...ignoredOfNetwork(notes),
  mode: withDefault(networkMode, 'host' as const),
  hostname: optional(emptyOr(string())),
  port: withDefault<readonly Labelled<PortBlock>[]>(allLabelled(portShape(notes)), []),
  dns: optional(block(dnsShape)),
});

export type NetworkBlock = ObjectOf<ReturnType<typeof fields>>;

export const networkShape = (notes: Notes): Shape<NetworkBlock> => object(fields(notes), 'a network block');

const expectedMode = '"host", "none", "bridge", or "cni/" with the name of a network';

const modes = ['host', 'none', 'bridge'] as const;

const networkMode: Shape<NetworkMode> = {
  expects: expectedMode,
  read: (value, at) => {
    if (value === '') return 'host';
    if (typeof value !== 'string') return mistyped(at, expectedMode, value);
    if (isNetworkMode(value)) return value;
    const nearest = suggest(value, modes);
    at.report(
      problem(
        at.path,
        `must be ${expectedMode}, not "${value}"`,
        nearest === undefined ? undefined : `did you mean "${nearest}"?`,
      ),
    );
    // What is around it is judged by what was most likely meant.
    return modes.find((mode) => mode === nearest) ?? 'bridge';
  },
};

const portFields = (notes: Notes) => ({
  static: optional(integer()),
  to: optional(integer()),
  host_network: notes.inVain('ports are opened on every address of the host', 'default'),
  ignore_collision: notes.ignored('two ports of one number are an error'),
});

type PortBlock = ObjectOf<ReturnType<typeof portFields>>;

const portShape = (notes: Notes): Shape<PortBlock> => object(portFields(notes), 'a port block');

const words = withDefault(list(string()), []);
const dnsShape = object({ servers: words, searches: words, options: words }, 'a dns block');
