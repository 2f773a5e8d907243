import type { DockerPolicy } from '../../model/driver-policy.js';
import type { Mount, Propagation } from '../../model/mount.js';
import { refine } from '../../shape/refine.js';
import { string } from '../../shape/scalars.js';
import { mistyped, type Place, type Shape } from '../../shape/shape.js';
import { lookup } from '../../shared/record.js';
import { bindSource, volumeRefused } from './bind-source.js';
import type { DockerContext } from './context.js';
import { mountTarget } from './mount-target.js';

interface Options {
  readonly readOnly?: boolean;
  readonly propagation?: Propagation;
  readonly relabel?: 'z' | 'Z';
  readonly noCopy?: boolean;
}

/** The engine's words after the second colon. Those that only its desktop editions know change nothing here. */
const options: Readonly<Record<string, Options>> = {
  '': {},
  rw: { readOnly: false },
  ro: { readOnly: true },
  z: { relabel: 'z' },
  Z: { relabel: 'Z' },
  private: { propagation: 'private' },
  rprivate: { propagation: 'private' },
  slave: { propagation: 'host-to-task' },
  rslave: { propagation: 'host-to-task' },
  shared: { propagation: 'bidirectional' },
  rshared: { propagation: 'bidirectional' },
  nocopy: { noCopy: true },
  consistent: {},
  cached: {},
  delegated: {},
};

const expects = 'written as "source:target" or "source:target:mode"';

/** An entry of `volumes`. With a `volume_driver` its source names a volume, otherwise a path. */
export const volumeEntry = (context: DockerContext): Shape<Mount> =>
  refine(
    string(expects),
    (text, at) => {
      const [source = '', target = '', mode = '', ...more] = text.split(':');
      if (source === '' || target === '' || more.length > 0) return mistyped(at, expects, text);
      const words = mode.split(',');
      const unknown = words.find((word) => lookup(options, word) === undefined);
      if (unknown !== undefined) return unknownMode(unknown, at);
      const asked = Object.assign({}, ...words.map((word) => lookup(options, word))) as Options;
      const path = mountTarget(target, at);
      if (path === undefined) return undefined;
      return context.volumeDriver === undefined
        ? bindOf(source, path, asked, { at, context })
        : volumeOf(source, path, asked, context.volumeDriver);
    },
    expects,
  );

function unknownMode(mode: string, at: Place): undefined {
  at.report({ path: at.path, message: `has "${mode}" as a mode, which is none`, suggestion: 'such as "ro"' });
  return undefined;
}

function bindOf(
  source: string,
  target: string,
  { readOnly = false, propagation = 'private', relabel }: Options,
  { at, context }: { readonly at: Place; readonly context: DockerContext },
): Mount | undefined {
  const from = bindSource(source, at, context);
  if (from === undefined) return undefined;
  return {
    kind: 'bind',
    ...from,
    target,
    readOnly,
    propagation,
    ...(relabel === undefined ? {} : { relabel }),
  };
}

const volumeOf = (source: string, target: string, asked: Options, driver: string): Mount => ({
  kind: 'volume',
  source,
  target,
  readOnly: asked.readOnly ?? false,
  making: { noCopy: asked.noCopy ?? false, labels: {}, driver, driverOptions: {} },
});

export const volumeDriver = ({ volumesEnabled }: DockerPolicy): Shape<string> =>
  refine(string(), (driver, at) => (volumesEnabled ? driver : volumeRefused(at)));
