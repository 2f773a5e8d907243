import type { OwnerId } from './ids.js';

/** The host as job files may refer to it. */
export interface HostFacts {
  /** Made once and kept in the state directory. */
  readonly nodeId: OwnerId;
  /** Of all that is made on the host, where that is not the node's own. */
  readonly owner?: OwnerId;
  readonly hostname: string;
  /** Changes with every boot; nothing that was true of another boot is trusted. */
  readonly bootId: string;
  readonly cores: number;
  /** All cores together. */
  readonly cpuMhz: number;
  readonly memoryBytes: number;
  /** `${attr.…}`: such as `kernel.name`, `cpu.arch`, `os.name`. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The agent's own environment, which tasks without an image inherit, less what is denied. */
  readonly environment: Readonly<Record<string, string>>;
}

export const ownerOf = ({ owner, nodeId }: Pick<HostFacts, 'owner' | 'nodeId'>): OwnerId => owner ?? nodeId;
