import type { GroupNetwork } from '../../../domain/model/job.js';
import { block, type Labelled, list } from '../../../domain/shape/collections.js';
import { object, type ObjectOf, optional, withDefault } from '../../../domain/shape/object.js';
import { integer, string } from '../../../domain/shape/scalars.js';
import { mistyped, type Shape } from '../../../domain/shape/shape.js';
import { allLabelled } from './all-labelled.js';
import { ignoredOfNetwork } from './ignored-keys.js';
import type { Notes } from './notes.js';

const fields = (notes: Notes) => ({
  ...ignoredOfNetwork(notes),
  mode: withDefault(networkMode, 'host' as const),
  port: withDefault<readonly Labelled<PortBlock>[]>(allLabelled(portShape(notes)), []),
  dns: optional(block(dnsShape)),
});

export type NetworkBlock = ObjectOf<ReturnType<typeof fields>>;

export const networkShape = (notes: Notes): Shape<NetworkBlock> => object(fields(notes), 'a network block');

const networkMode: Shape<GroupNetwork['mode']> = {
  expects: '"host" or "none"',
  read: (value, at) => {
    if (value === 'host' || value === '') return 'host';
    if (value === 'none') return 'none';
    if (value !== 'bridge' && !(typeof value === 'string' && value.startsWith('cni/')))
      return mistyped(at, '"host" or "none"', value);
    at.report({
      path: at.path,
      message: `is "${value}", which is not supported: groups share the network of the host`,
      suggestion: 'use mode "host"',
    });
    return 'host';
  },
};

const portFields = (notes: Notes) => ({
  static: optional(integer()),
  to: optional(integer()),
  host_network: notes.ignored('ports are opened on every address of the host'),
  ignore_collision: notes.ignored('two ports of one number are an error'),
});

type PortBlock = ObjectOf<ReturnType<typeof portFields>>;

const portShape = (notes: Notes): Shape<PortBlock> => object(portFields(notes), 'a port block');

const words = withDefault(list(string()), []);
const dnsShape = object({ servers: words, searches: words, options: words }, 'a dns block');
