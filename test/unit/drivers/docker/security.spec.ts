import { expect } from 'chai';

import { invalidWith, specWith, wrongWith } from '../../../support/docker-config.js';

describe('The rights of a docker task', function () {
  it('are what the operator lets it have', function () {
    const policy = { allowPrivileged: true, allowCaps: ['all'], allowRuntimes: ['kata'] };
    const config = {
      privileged: true,
      readonly_rootfs: true,
      cap_add: ['sys_admin'],
      cap_drop: ['CAP_CHOWN'],
      security_opt: ['no-new-privileges', 'seccomp=unconfined', 'label:disable'],
      runtime: 'kata',
    };
    expect(specWith(config, policy)).to.deep.include({
      privileged: true,
      readOnlyRoot: true,
      capAdd: ['SYS_ADMIN'],
      capDrop: ['CHOWN'],
      securityOptions: ['no-new-privileges', 'seccomp=unconfined', 'label:disable'],
      runtime: 'kata',
    });
    expect(specWith({ cap_add: ['all'], cap_drop: ['all'] }, policy)).to.deep.include({
      capAdd: ['ALL'],
      capDrop: ['ALL'],
    });
  });

  it('are refused with the setting that would give them', function () {
    const config = { privileged: true, cap_add: ['net_raw'], runtime: 'kata', pid_mode: 'host' };
    const problems = [
      'config.runtime is "kata", which this host does not allow | an operator can allow it with docker.allow_runtimes',
      'config.privileged is true, which this host does not allow | an operator can allow it with docker.allow_privileged',
      'config.cap_add asks for net_raw, which this host does not allow | an operator can allow it with docker.allow_caps',
      'config.pid_mode is "host", which this host does not allow | an operator can allow it with docker.allowed_modes.pid',
    ];
    expect(wrongWith(config)).to.deep.equal(problems);
    expect(invalidWith(config)).to.deep.equal(problems);
    expect(specWith({ privileged: false }).privileged).to.equal(false);
    expect(specWith({ runtime: 'runc' }).runtime).to.equal('runc');
  });

  const modes = { pid_mode: 'pid', ipc_mode: 'ipc', uts_mode: 'uts', userns_mode: 'userns' } as const;
  const field = { pid: 'pid', ipc: 'ipc', uts: 'uts', userns: 'user' } as const;
  const nothing = { pid: [], ipc: [], userns: [], uts: [] };
  for (const [option, kind] of Object.entries(modes)) {
    it(`reach into another ${kind} namespace only by a mode that the operator names`, function () {
      const allowedModes = { ...nothing, [kind]: ['ho*', 'container:*'] };
      expect(specWith({ [option]: 'host' }, { allowedModes }).namespaces[field[kind]]).to.equal('host');
      expect(wrongWith({ [option]: 'other' }, { allowedModes })).to.deep.equal([
        `config.${option} is "other", which this host does not allow | an operator can allow it with docker.allowed_modes.${kind}`,
      ]);
      expect(wrongWith({ [option]: 'host' }, { allowedModes: nothing })).to.have.length(1);
    });

    it(`reach into any ${kind} namespace where tasks may be privileged`, function () {
      expect(specWith({ [option]: 'host' }, { allowPrivileged: true }).namespaces[field[kind]]).to.equal(
        'host',
      );
    });
  }

  it('hold a cgroup namespace of one of two kinds', function () {
    expect(specWith({ cgroupns: 'host' }).namespaces.cgroup).to.equal('host');
    expect(specWith({ cgroupns: 'private' }).namespaces.cgroup).to.equal('private');
    expect(wrongWith({ cgroupns: 'x' })).to.have.length(1);
  });

  const good = [
    'no-new-privileges',
    'no-new-privileges:true',
    'seccomp=/etc/s.json',
    'seccomp=unconfined',
    'apparmor=a=b',
  ];
  for (const option of good)
    it(`may be narrowed by ${option}`, function () {
      expect(specWith({ security_opt: [option] }).securityOptions).to.deep.equal([option]);
    });

  it('hold a seccomp profile in the newer of two spellings', function () {
    const security_opt = ['seccomp:unconfined', 'seccomp:/etc/a:b.json', 'label:type:x'];
    expect(specWith({ security_opt }).securityOptions).to.deep.equal([
      'seccomp=unconfined',
      'seccomp=/etc/a:b.json',
      'label:type:x',
    ]);
  });

  for (const option of [
    '',
    'seccomp',
    'seccomp=',
    'label=',
    '=a=b',
    'seccomp=profile.json',
    'seccomp:./p',
    '=x',
    'privileged',
  ])
    it(`are not changed by "${option}"`, function () {
      expect(wrongWith({ security_opt: ['label=a', option] })).to.deep.equal([
        `config.security_opt[1] must be an option such as "no-new-privileges" or "seccomp=unconfined", not "${option}"`,
      ]);
    });
});
