import { expect } from 'chai';

import { loadSettings, type SettingsInputs } from '../../../src/app/config/load-settings.js';
import { settingKeys, variableOf } from '../../../src/app/config/settings-table.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { setFlag, someInputs } from './some-inputs.js';

const messages = (inputs: SettingsInputs): readonly string[] => {
  const loaded = loadSettings(inputs);
  return loaded.ok
    ? []
    : loaded.error.map(({ path, message, suggestion }) =>
        [path, message, ...(suggestion === undefined ? [] : [`(${suggestion})`])].join(' '),
      );
};

describe('loading settings', () => {
  it('needs nothing to be said', () => {
    const settings = valueOf(loadSettings(someInputs()));
    expect(settings).to.deep.include({ stateDirectory: '/var/lib/wharfinger', runDirectory: '/run/wharf' });
    expect(settings.log.level).to.equal('warn');
    expect(settings.hostVolumes).to.deep.equal({});
    expect(settings.rawExec).to.deep.equal({ enabled: false, deniedEnvironment: [] });
    expect(settings.docker).to.deep.include({
      endpoint: 'unix:///var/run/docker.sock',
      volumesEnabled: false,
      allowRuntimes: ['runc', 'nvidia'],
      pidsLimit: undefined,
      pullStallMs: 120_000,
    });
    expect(settings.exec).to.deep.include({
      runtimePath: undefined,
      deniedUsers: ['root'],
      defaultUser: 'nobody',
    });
  });

  it('looks for an agent below the directory of what runs, unless another place is named', () => {
    expect(valueOf(loadSettings(someInputs())).api).to.deep.equal({
      socket: '/run/wharf/agent.sock',
      group: undefined,
    });
    const file = { run_dir: '/r', api: { group: 'wharf' } };
    expect(valueOf(loadSettings(someInputs({ file }))).api).to.deep.equal({
      socket: '/r/agent.sock',
      group: 'wharf',
    });
    const flags = [setFlag('api.socket', '/s/a')];
    expect(valueOf(loadSettings(someInputs({ file, flags }))).api.socket).to.equal('/s/a');
  });

  it('keeps the directories of a user who is not root below what is theirs', () => {
    const { stateDirectory, runDirectory } = valueOf(loadSettings(someInputs({ uid: 1000 })));
    expect(stateDirectory).to.equal('/home/ann/.local/state/wharfinger');
    expect(runDirectory).to.equal('/home/ann/.local/state/wharfinger/run');
  });

  it('takes the XDG directories of a user who has them, unless they are relative', () => {
    const environment = { XDG_STATE_HOME: '/state', XDG_RUNTIME_DIR: '/run/user/1000' };
    const xdg = valueOf(loadSettings(someInputs({ uid: 1000, environment })));
    expect([xdg.stateDirectory, xdg.runDirectory]).to.deep.equal([
      '/state/wharfinger',
      '/run/user/1000/wharf',
    ]);
    const relative = loadSettings(someInputs({ uid: 1000, environment: { XDG_STATE_HOME: 'state' } }));
    expect(valueOf(relative).stateDirectory).to.equal('/home/ann/.local/state/wharfinger');
  });

  it('lets a file win over defaults, the environment over the file, and flags over all', () => {
    const file = { state_dir: '/file', run_dir: '/file', docker: { endpoint: 'unix:///file' } };
    const environment = {
      WHARF_RUN_DIR: '/env',
      WHARF_DOCKER_ENDPOINT: 'unix:///env',
      DOCKER_HOST: 'unix:///other',
    };
    const flags = [setFlag('docker.endpoint', 'unix:///early'), setFlag('docker.endpoint', 'unix:///flag')];
    const settings = valueOf(loadSettings(someInputs({ file, environment, flags })));
    expect([settings.stateDirectory, settings.runDirectory, settings.docker.endpoint]).to.deep.equal([
      '/file',
      '/env',
      'unix:///flag',
    ]);
  });

  it('finds the engine where DOCKER_HOST says, unless a file says otherwise', () => {
    const environment = { DOCKER_HOST: 'tcp://127.0.0.1:2375' };
    expect(valueOf(loadSettings(someInputs({ environment }))).docker.endpoint).to.equal(
      'tcp://127.0.0.1:2375',
    );
    const file = { docker: { endpoint: 'unix:///file' } };
    expect(valueOf(loadSettings(someInputs({ environment, file }))).docker.endpoint).to.equal('unix:///file');
  });

  for (const host of ['localhost:2375', '10.0.0.1', 'fd://', 'SSH://h', 'a b'])
    it(`leaves it to those who need the engine to judge a DOCKER_HOST such as ${host}`, () => {
      const environment = { DOCKER_HOST: ` ${host}\n` };
      expect(valueOf(loadSettings(someInputs({ environment }))).docker.endpoint).to.equal(host);
      const file = { docker: { endpoint: host } };
      expect(messages(someInputs({ file }))).to.have.length(1);
    });

  it('takes an empty variable for one that is not set', () => {
    expect(
      valueOf(loadSettings(someInputs({ environment: { WHARF_STATE_DIR: '' } }))).stateDirectory,
    ).to.equal('/var/lib/wharfinger');
    expect(valueOf(loadSettings(someInputs({ environment: { DOCKER_HOST: ' ' } }))).docker.endpoint).to.equal(
      'unix:///var/run/docker.sock',
    );
  });

  it('reads volumes by whatever name they have, those of flags over those of the file', () => {
    const file = {
      host_volumes: { 'a.b': { path: '/srv/a' }, constructor: { path: '/srv/c', read_only: true } },
    };
    const settings = valueOf(
      loadSettings(someInputs({ file, hostVolumes: ['a.b=/srv/x:ro', 'new=/srv/n'] })),
    );
    expect(settings.hostVolumes).to.deep.equal({
      'a.b': { path: '/srv/x', readOnly: true },
      constructor: { path: '/srv/c', readOnly: true },
      new: { path: '/srv/n', readOnly: false },
    });
  });

  it('has a bridge that is known for ours, and a subnet that is one', () => {
    const withKey = (key: string, text: string) => loadSettings(someInputs({ flags: [setFlag(key, text)] }));
    expect(valueOf(loadSettings(someInputs({}))).network).to.deep.equal({
      cniPaths: ['/usr/lib/cni', '/opt/cni/bin'],
      cniConfigDirectory: '/opt/cni/config',
      bridgeName: 'wharf',
      bridgeSubnet: '172.26.64.0/20',
    });
    expect(valueOf(withKey('network.bridge_name', 'wharf-test-1234')).network.bridgeName).to.have.length(15);
    for (const name of ['wharf-test-12345', 'docker0', 'xwharf', 'wharf/a', 'wharf a'])
      expect(withKey('network.bridge_name', name).ok, name).to.equal(false);
    expect(valueOf(withKey('network.bridge_subnet', '10.9.0.0/24')).network.bridgeSubnet).to.equal(
      '10.9.0.0/24',
    );
    for (const net of ['10.9.0.1/24', '10.9.0.0', '10.9.0.0/30', '0.0.0.0/0', 'fd00::/64', '10.9.0.0/24/1'])
      expect(withKey('network.bridge_subnet', net).ok, net).to.equal(false);
  });

  it('says everything that is wrong, each at its place', () => {
    const inputs = someInputs({
      file: {
        dokcer: {},
        log: 'loud',
        state_dir: 'relative',
        docker: {
          enabeld: true,
          pull_activity_timeout: 5000,
          allow_caps: ['CAP_CHOWN', 'net_rwa'],
          volumes: true,
        },
        gc: { dangling_containers: { creation_grace: '59s' } },
        exec: { runtime: 'kata', pids_limit: -1 },
        host_volumes: { data: { path: 'srv', readonly: true } },
      },
      environment: { WHARF_DOCKER_ENABLED: 'maybe', WHARF_STATE_DRI: '/x', WHARF_VAR_state_dir: 'of a job' },
      flags: [setFlag('exec.runtme', 'runc'), { flag: '--log-level', key: 'log.level', text: 'loud' }],
      hostVolumes: ['data'],
    });
    expect(messages(inputs)).to.deep.equal([
      'wharf.json: dokcer is not known here (did you mean "docker"?)',
      'wharf.json: log must be a block, not "loud"',
      'wharf.json: state_dir must be an absolute path, not "relative"',
      'wharf.json: docker.enabeld is not known here (did you mean "docker.enabled"?)',
      'wharf.json: docker.pull_activity_timeout must be a duration of 1s or more, such as "3m" or "1h30m", not 5000',
      'wharf.json: docker.allow_caps must be a list in which each item is a capability such as "net_raw", or "all", not ["CAP_CHOWN","net_rwa"]',
      'wharf.json: docker.volumes must be a block, not true',
      'wharf.json: gc.dangling_containers.creation_grace must be a duration of 1m or more, such as "3m" or "1h30m", not "59s"',
      'wharf.json: exec.runtime must be one of "auto", "runc", "crun", not "kata"',
      'wharf.json: exec.pids_limit must be a whole number, 0 or more, not -1',
      'WHARF_DOCKER_ENABLED must be true or false, not "maybe"',
      'WHARF_STATE_DRI is not known here (did you mean "WHARF_STATE_DIR"?)',
      '--set exec.runtme is not known here (did you mean "exec.runtime"?)',
      '--log-level must be one of "trace", "debug", "info", "warn", "error", "silent", not "loud"',
      'wharf.json: host_volumes.data.readonly is not known here (did you mean "read_only"?)',
      'wharf.json: host_volumes.data.path must be an absolute path, not "srv"',
      '--host-volume must be NAME=PATH or NAME=PATH:ro, not "data"',
    ]);
  });

  it('refuses keys that would reach a prototype', () => {
    const file = JSON.parse('{"__proto__": {"x": 1}, "constructor": {"prototype": {"x": 1}}}') as Record<
      string,
      never
    >;
    expect(messages(someInputs({ file }))).to.deep.equal([
      'wharf.json: __proto__ is not known here',
      'wharf.json: constructor is not known here',
    ]);
    expect(Object.hasOwn(Object.prototype, 'x')).to.equal(false);
  });

  it('leaves other programs their variables', () => {
    expect(messages(someInputs({ environment: { WHARF_OF_MY_OWN_MAKING: 'x' } }))).to.deep.equal([]);
  });

  it('has a variable of its own for each key', () => {
    expect(new Set(settingKeys.map(variableOf)).size).to.equal(settingKeys.length);
  });
});
