import type { OciSeccomp, OciSyscallRule } from './oci-config.js';
import { callsByCapability, ordinaryCalls, refusedCalls } from './syscall-families.js';

const eperm = 1;
const enosys = 38;
/** CLONE_NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET. */
const newNamespaces = 0x7e020000;
/** PER_LINUX and PER_LINUX32, with and without UNAME26; the last one only asks. Others switch protections off. */
const personalities = [0x0, 0x8, 0x20000, 0x20008, 0xffffffff];

const architectures: Readonly<Record<string, readonly string[]>> = {
  x64: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
  arm64: ['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM'],
};

/**
 * What an isolated task may ask of the kernel: what ordinary programs need, and what its capabilities are about.
 *
 * A call that is known and not allowed fails with EPERM. One that is newer than this table fails with ENOSYS, upon which
 * C libraries fall back to older ones; `clone3` too, since its flags lie where no filter can see them, and `clone`, whose
 * flags can be judged, does the same.
 */
export function seccompProfile(capabilities: readonly string[], architecture: string): OciSeccomp {
  const granted = new Set(capabilities.flatMap((name) => callsByCapability[name] ?? []));
  const withheld = Object.values(callsByCapability)
    .flat()
    .filter((call) => !granted.has(call) && call !== 'clone3');
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: enosys,
    architectures: architectures[architecture] ?? [],
    syscalls: [
      allow([...Object.values(ordinaryCalls).flat(), ...granted]),
      ...cloneRules(capabilities.includes('CAP_SYS_ADMIN')),
      ...personalities.map((value) => ({
        ...allow(['personality']),
        args: [{ index: 0, value, op: 'SCMP_CMP_EQ' }],
      })),
      { names: [...new Set([...refusedCalls, ...withheld])], action: 'SCMP_ACT_ERRNO', errnoRet: eperm },
    ],
  };
}

const allow = (names: readonly string[]): OciSyscallRule => ({ names, action: 'SCMP_ACT_ALLOW' });

/** Threads and processes for everybody; new namespaces only for those who may make them anyway. */
const cloneRules = (mayUnshare: boolean): readonly OciSyscallRule[] =>
  mayUnshare
    ? [allow(['clone'])]
    : [
        {
          ...allow(['clone']),
          args: [{ index: 0, value: newNamespaces, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }],
        },
        { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: enosys },
      ];
