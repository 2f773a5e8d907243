import { expect } from 'chai';

import { capabilityNames } from '../../../src/adapters/oci-executor/capability-names.js';
import type { OciSyscallRule } from '../../../src/adapters/oci-executor/oci-config.js';
import { seccompProfile } from '../../../src/adapters/oci-executor/seccomp-profile.js';

const rulesFor = (call: string, ...capabilities: readonly string[]): readonly OciSyscallRule[] =>
  seccompProfile(capabilities, 'x64').syscalls.filter(({ names }) => names.includes(call));

const actionsFor = (call: string, ...capabilities: readonly string[]): readonly (string | number)[] =>
  rulesFor(call, ...capabilities).map(({ action, errnoRet }) => errnoRet ?? action);

describe('seccompProfile', function () {
  it('allows what ordinary programs need', function () {
    for (const call of ['read', 'openat', 'execve', 'futex', 'socket', 'mmap', 'rt_sigreturn', 'exit_group'])
      expect(actionsFor(call), call).to.deep.equal(['SCMP_ACT_ALLOW']);
  });

  it('refuses with EPERM what it knows and does not allow', function () {
    for (const call of [
      'mount',
      'unshare',
      'setns',
      'bpf',
      'keyctl',
      'kexec_load',
      'reboot',
      'io_uring_setup',
    ])
      expect(actionsFor(call), call).to.deep.equal([1]);
  });

  it('says ENOSYS to what is newer than it, so that libraries fall back', function () {
    const { defaultAction, defaultErrnoRet } = seccompProfile([], 'x64');
    expect([defaultAction, defaultErrnoRet]).to.deep.equal(['SCMP_ACT_ERRNO', 38]);
    expect(actionsFor('clone3')).to.deep.equal([38]);
  });

  it('lets everybody have threads and nobody namespaces', function () {
    expect(rulesFor('clone')).to.deep.equal([
      {
        names: ['clone'],
        action: 'SCMP_ACT_ALLOW',
        args: [{ index: 0, value: 0x7e020000, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }],
      },
    ]);
  });

  it('gives with a capability what it is about', function () {
    for (const [capability, call] of [
      ['CAP_SYS_ADMIN', 'mount'],
      ['CAP_SYS_ADMIN', 'clone3'],
      ['CAP_SYS_ADMIN', 'clone'],
      ['CAP_SYS_CHROOT', 'chroot'],
      ['CAP_SYS_TIME', 'settimeofday'],
      ['CAP_SYS_MODULE', 'init_module'],
      ['CAP_SYSLOG', 'syslog'],
      ['CAP_BPF', 'bpf'],
    ] as const) {
      expect(actionsFor(call, capability), call).to.deep.equal(['SCMP_ACT_ALLOW']);
      expect(rulesFor(call, capability)[0]?.args, call).to.equal(undefined);
    }
  });

  it('never says two things about one call, whatever the capabilities', function () {
    for (const capabilities of [[], capabilityNames, ...capabilityNames.map((name) => [name])]) {
      const { syscalls } = seccompProfile(capabilities, 'x64');
      const unconditional = syscalls.filter(({ args }) => args === undefined).flatMap(({ names }) => names);
      const conditional = syscalls.filter(({ args }) => args !== undefined).flatMap(({ names }) => names);
      expect(unconditional).to.have.length(new Set(unconditional).size);
      expect(unconditional.filter((name) => conditional.includes(name))).to.deep.equal([]);
    }
  });

  it('covers the other ways into the same kernel', function () {
    expect(seccompProfile([], 'x64').architectures).to.include.members(['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86']);
    expect(seccompProfile([], 'arm64').architectures).to.include('SCMP_ARCH_AARCH64');
  });
});
