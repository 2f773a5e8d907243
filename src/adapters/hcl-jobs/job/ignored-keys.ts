import type { Field } from '../../../domain/shape/object.js';
import type { Left, Notes } from './notes.js';

type Keys<Name extends string> = Readonly<Record<Name, Field<Left>>>;

const oneHost = 'there is only this host to choose';
const noRollout = 'a run has no earlier version to replace';
const noOtherHost = 'there is no other host to move to';
const noCatalogue = 'one host registers no services';
const noVault = 'one host has no Vault';
const noConsul = 'one host has no Consul';
const noIdentity = 'no server signs identities';
const noScaling = 'nothing scales a group on one host';

/** Keys of more than one level that choose among hosts or talk to a cluster. */
const placement = (notes: Notes): Keys<'constraint' | 'affinity'> => ({
  constraint: notes.ignored(oneHost),
  affinity: notes.ignored(oneHost),
});

export const ignoredOfJob = (
  notes: Notes,
): Keys<
  | 'constraint'
  | 'affinity'
  | 'priority'
  | 'all_at_once'
  | 'node_pool'
  | 'update'
  | 'spread'
  | 'periodic'
  | 'reschedule'
  | 'migrate'
  | 'multiregion'
  | 'vault'
  | 'vault_token'
  | 'consul'
  | 'consul_token'
  | 'ui'
> => ({
  ...placement(notes),
  priority: notes.ignored('no other job competes'),
  all_at_once: notes.ignored(oneHost),
  node_pool: notes.ignored(oneHost),
  update: notes.ignored(noRollout),
  spread: notes.ignored(oneHost),
  periodic: notes.ignored('the job runs once, now'),
  reschedule: notes.ignored(noOtherHost),
  migrate: notes.ignored(noOtherHost),
  multiregion: notes.ignored(oneHost),
  vault: notes.ignored(noVault),
  vault_token: notes.ignored(noVault),
  consul: notes.ignored(noConsul),
  consul_token: notes.ignored(noConsul),
  ui: notes.ignored('there is no web interface to show it'),
});

export const ignoredOfGroup = (
  notes: Notes,
): Keys<
  | 'constraint'
  | 'affinity'
  | 'spread'
  | 'update'
  | 'migrate'
  | 'reschedule'
  | 'disconnect'
  | 'ephemeral_disk'
  | 'service'
  | 'scaling'
  | 'consul'
  | 'vault'
  | 'stop_after_client_disconnect'
  | 'max_client_disconnect'
  | 'prevent_reschedule_on_lost'
> => ({
  ...placement(notes),
  spread: notes.ignored(oneHost),
  update: notes.ignored(noRollout),
  migrate: notes.ignored(noOtherHost),
  reschedule: notes.ignored(noOtherHost),
  disconnect: notes.ignored('no server watches this host'),
  ephemeral_disk: notes.ignored('the size of the shared directory is not limited, and it ends with the run'),
  service: notes.ignored(noCatalogue),
  scaling: notes.ignored(noScaling),
  consul: notes.ignored(noConsul),
  vault: notes.ignored(noVault),
  stop_after_client_disconnect: notes.ignored('no server watches this host'),
  max_client_disconnect: notes.ignored('no server watches this host'),
  prevent_reschedule_on_lost: notes.ignored(noOtherHost),
});

export const ignoredOfTask = (
  notes: Notes,
): Keys<
  'constraint' | 'affinity' | 'service' | 'vault' | 'consul' | 'identity' | 'action' | 'scaling' | 'kind'
> => ({
  ...placement(notes),
  service: notes.ignored(noCatalogue),
  vault: notes.ignored(noVault),
  consul: notes.ignored(noConsul),
  identity: notes.ignored(noIdentity),
  action: notes.ignored('nobody calls it during a run'),
  scaling: notes.ignored(noScaling),
  kind: notes.ignored('it is set by Nomad for its own tasks'),
});

const byMode = 'the network of a group follows from its mode';

export const ignoredOfNetwork = (
  notes: Notes,
): Keys<'cni' | 'device' | 'cidr' | 'ip' | 'mbits' | 'reserved_ports'> => ({
  cni: notes.ignored('plugins are told nothing but what their own configuration says'),
  device: notes.ignored(byMode),
  cidr: notes.ignored(byMode),
  ip: notes.ignored(byMode),
  mbits: notes.ignored('bandwidth is not shared out'),
  reserved_ports: notes.ignored('ports are given as port blocks'),
});
