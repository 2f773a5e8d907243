/**
 * What Nomad's API calls the keys of a job file, in lower case since it takes them in any case. A name alone is a
 * plain value; `inside` tells of its members; `labelled` of a list whose items have their label in `name` or `label`;
 * `dropped` is what a server adds and a file has no word for.
 */
export type ApiName =
  | string
  | { readonly key: string; readonly inside: ApiNames; readonly labelled?: 'name' | 'label' | 'key' }
  | typeof dropped;

export type ApiNames = Readonly<Record<string, ApiName>>;

export const dropped = Symbol('dropped');

const restart: ApiName = {
  key: 'restart',
  inside: {
    attempts: 'attempts',
    interval: 'interval',
    delay: 'delay',
    mode: 'mode',
    rendertemplates: 'render_templates',
  },
};

const ports: ApiName = {
  key: 'port',
  labelled: 'label',
  inside: {
    value: 'static',
    to: 'to',
    hostnetwork: 'host_network',
    ignorecollision: 'ignore_collision',
  },
};

const networks: ApiName = {
  key: 'network',
  inside: {
    mode: 'mode',
    device: 'device',
    cidr: 'cidr',
    ip: 'ip',
    mbits: 'mbits',
    hostname: 'hostname',
    cni: 'cni',
    dns: { key: 'dns', inside: { servers: 'servers', searches: 'searches', options: 'options' } },
    dynamicports: ports,
    reservedports: ports,
  },
};

const resources: ApiName = {
  key: 'resources',
  inside: {
    cpu: 'cpu',
    cores: 'cores',
    memorymb: 'memory',
    memorymaxmb: 'memory_max',
    secretsmb: 'secrets',
    diskmb: 'disk',
    iops: 'iops',
    numa: 'numa',
    devices: 'device',
    networks,
  },
};

const template: ApiName = {
  key: 'template',
  inside: {
    embeddedtmpl: 'data',
    sourcepath: 'source',
    destpath: 'destination',
    perms: 'perms',
    uid: 'uid',
    gid: 'gid',
    envvars: 'env',
    leftdelim: 'left_delimiter',
    rightdelim: 'right_delimiter',
    changemode: 'change_mode',
    changesignal: 'change_signal',
    changescript: 'change_script',
    splay: 'splay',
    wait: 'wait',
    once: 'once',
    vaultgrace: 'vault_grace',
    errmissingkey: 'error_on_missing_key',
  },
};

const placement: ApiNames = { constraints: 'constraint', affinities: 'affinity' };

const task: ApiNames = {
  ...placement,
  name: dropped,
  driver: 'driver',
  user: 'user',
  config: 'config',
  env: 'env',
  meta: 'meta',
  leader: 'leader',
  kind: 'kind',
  killtimeout: 'kill_timeout',
  killsignal: 'kill_signal',
  shutdowndelay: 'shutdown_delay',
  lifecycle: { key: 'lifecycle', inside: { hook: 'hook', sidecar: 'sidecar' } },
  restartpolicy: restart,
  logconfig: {
    key: 'logs',
    inside: {
      maxfiles: 'max_files',
      maxfilesizemb: 'max_file_size',
      disabled: 'disabled',
      enabled: 'enabled',
    },
  },
  resources,
  volumemounts: {
    key: 'volume_mount',
    inside: {
      volume: 'volume',
      destination: 'destination',
      readonly: 'read_only',
      propagationmode: 'propagation_mode',
      selinuxlabel: 'selinux_label',
    },
  },
  templates: template,
  services: 'service',
  vault: 'vault',
  consul: 'consul',
  identity: 'identity',
  identities: 'identity',
  actions: 'action',
  scalingpolicies: 'scaling',
  artifacts: 'artifact',
  dispatchpayload: 'dispatch_payload',
  csipluginconfig: 'csi_plugin',
  secrets: 'secret',
  schedule: 'schedule',
  usesconnect: dropped,
};

const volumes: ApiName = {
  key: 'volume',
  labelled: 'key',
  inside: {
    name: dropped,
    type: 'type',
    source: 'source',
    readonly: 'read_only',
    peralloc: 'per_alloc',
    accessmode: 'access_mode',
    attachmentmode: 'attachment_mode',
    mountoptions: 'mount_options',
    sticky: 'sticky',
  },
};

const group: ApiNames = {
  ...placement,
  name: dropped,
  count: 'count',
  meta: 'meta',
  tasks: { key: 'task', labelled: 'name', inside: task },
  networks,
  volumes,
  restartpolicy: restart,
  shutdowndelay: 'shutdown_delay',
  spreads: 'spread',
  update: 'update',
  migrate: 'migrate',
  migratestrategy: 'migrate',
  reschedulepolicy: 'reschedule',
  disconnect: 'disconnect',
  ephemeraldisk: 'ephemeral_disk',
  services: 'service',
  scaling: 'scaling',
  consul: 'consul',
  stopafterclientdisconnect: 'stop_after_client_disconnect',
  maxclientdisconnect: 'max_client_disconnect',
  preventrescheduleonlost: 'prevent_reschedule_on_lost',
  maxrunduration: 'max_run_duration',
};

const addedByServer = [
  'stop parentid dispatched dispatchidempotencytoken payload consulnamespace vaultnamespace',
  'nomadtokenid status statusdescription stable version submittime createindex modifyindex jobmodifyindex versiontag',
  'jobsubmission',
].flatMap((names) => names.split(' '));

export const jobNames: ApiNames = {
  ...placement,
  ...Object.fromEntries(addedByServer.map((name) => [name, dropped])),
  id: 'id',
  name: 'name',
  type: 'type',
  namespace: 'namespace',
  region: 'region',
  datacenters: 'datacenters',
  meta: 'meta',
  taskgroups: { key: 'group', labelled: 'name', inside: group },
  priority: 'priority',
  allatonce: 'all_at_once',
  nodepool: 'node_pool',
  update: 'update',
  spreads: 'spread',
  periodic: 'periodic',
  parameterizedjob: 'parameterized',
  reschedule: 'reschedule',
  migrate: 'migrate',
  multiregion: 'multiregion',
  consultoken: 'consul_token',
  vaulttoken: 'vault_token',
  ui: 'ui',
};
