import { spelt } from '../shape/refine.js';
import type { Shape } from '../shape/shape.js';

/** Names without `CAP_`, in lower case. */
type Capabilities = readonly string[];

const whatImagesMayDo: Capabilities = [
  'audit_write',
  'chown',
  'dac_override',
  'fowner',
  'fsetid',
  'kill',
  'mknod',
  'net_bind_service',
  'setfcap',
  'setgid',
  'setpcap',
  'setuid',
  'sys_chroot',
];

/** What tasks have unless they say otherwise: as images expect it, without raw sockets. */
export const taskDefaults: Capabilities = whatImagesMayDo;
/** What an engine gives of its own accord. */
export const engineDefaults: Capabilities = [...whatImagesMayDo, 'net_raw'];

/** All that Linux 5.9 and later know. */
export const allCapabilities: Capabilities = [
  ...engineDefaults,
  'audit_control',
  'audit_read',
  'block_suspend',
  'bpf',
  'checkpoint_restore',
  'dac_read_search',
  'ipc_lock',
  'ipc_owner',
  'lease',
  'linux_immutable',
  'mac_admin',
  'mac_override',
  'net_admin',
  'net_broadcast',
  'perfmon',
  'sys_admin',
  'sys_boot',
  'sys_module',
  'sys_nice',
  'sys_pacct',
  'sys_ptrace',
  'sys_rawio',
  'sys_resource',
  'sys_time',
  'sys_tty_config',
  'syslog',
  'wake_alarm',
];

/** `CAP_NET_RAW`, `net_raw` and `NET_RAW` are one; `all` stands for every one. */
export const capability = (): Shape<string> =>
  spelt('the name of a capability, such as "net_raw", or "all"', (text) => {
    const name = text.toLowerCase().replace(/^cap_/, '');
    return name === 'all' || allCapabilities.includes(name) ? name : undefined;
  });

export const expand = (names: Capabilities): Capabilities =>
  names.includes('all') ? allCapabilities : names;

/** Those of `add` that the operator doesn't allow. */
export const notAllowed = (add: Capabilities, allow: Capabilities): Capabilities => {
  const allowed = expand(allow);
  return expand(add).filter((name) => !allowed.includes(name));
};

export interface CapabilityWish {
  readonly add: Capabilities;
  readonly drop: Capabilities;
}

/**
 * What a process is given: the usual set less what it drops, and what it adds on top, never more than is allowed. Adding
 * wins over dropping.
 */
export function calculateCapabilities(allow: Capabilities, { add, drop }: CapabilityWish): Capabilities {
  const allowed = expand(allow);
  const dropped = expand(drop);
  const kept = taskDefaults.filter((name) => !dropped.includes(name));
  return sorted([...kept, ...expand(add)].filter((name) => allowed.includes(name)));
}

/**
 * What an engine must add to and drop from its own set to give the same. `all` stays one word, since only the engine
 * knows what its kernel has.
 */
export function capabilityDelta(allow: Capabilities, { add, drop }: CapabilityWish): CapabilityWish {
  const allowed = expand(allow);
  const denied = engineDefaults.filter((name) => !allowed.includes(name));
  const everything = add.includes('all') && notAllowed(add, allow).length === 0;
  return {
    add: everything ? ['all'] : sorted(expand(add).filter((name) => allowed.includes(name))),
    drop: drop.includes('all') ? ['all'] : sorted([...denied, ...drop]),
  };
}

const sorted = (names: Capabilities): Capabilities => [...new Set(names)].sort();
