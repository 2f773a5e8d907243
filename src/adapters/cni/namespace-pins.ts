import { readlink, stat, statfs } from 'node:fs/promises';

import { fault } from '../../domain/faults/runtime-fault.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { NamespaceId } from '../../domain/model/group-network.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import { networkPaths, type RunPaths } from './network-paths.js';
import { isThere } from './links.js';
import { programFault, unlessMissing } from './read-fault.js';
import type { RunProgram } from './run-program.js';

/** Of the file system that namespaces are files of. */
const namespaceFileSystem = 0x6e736673;

/*
 * The directory of networks is a mount of its own, and shared: mounts in it are copied into each mount namespace that is
 * made while they are there, and only what is shared is unmounted in those, too. The last network takes it along.
 */
const within = 'mountpoint -q -- "$1" || { mount --bind -- "$1" "$1"; mount --make-shared -- "$1"; }';
const pinFresh = `${within}; : >"$2"; exec unshare --net="$2" ip link set lo up`;
const pinOf = `${within}; : >"$2"; mount --bind -- "$3" "$2"; exec nsenter --net="$2" ip link set lo up`;
const release =
  'if mountpoint -q -- "$1" && ! ls -d -- "$1"/wharf-* >/dev/null 2>&1; then umount -- "$1"; fi';

/** Keeps network namespaces by mounts, whatever becomes of the processes in them. */
export class NamespacePins {
  readonly #run: RunPaths;
  readonly #program: RunProgram;
  #own: Promise<string> | undefined;

  constructor(run: RunPaths, program: RunProgram) {
    this.#run = run;
    this.#program = program;
  }

  /** That of a process, or a fresh one, with a loopback that is up. The directory of the network is there. */
  async pin(id: InstanceId, holderPid: number | undefined): Answer<NamespaceId> {
    const { pin } = networkPaths(this.#run, id);
    const made =
      holderPid === undefined
        ? await this.#locked(id, pinFresh, [pin])
        : await this.#locked(id, pinOf, [pin, namespaceFile(holderPid)]);
    if (!made.ok) return made;
    const namespace = await this.namespaceOf(id);
    if (namespace === undefined) return err(fault('internal', `no namespace is mounted at ${pin}`));
    if (holderPid === undefined) return ok(namespace);
    return (await isThere(this.inside(id), 'eth0'))
      ? err(fault('invalid-spec', `process ${holderPid.toString()} is in a network with an eth0 already`))
      : ok(namespace);
  }

  /** `not-found` when there is no such process; `invalid-spec` when it is in the network of the host itself. */
  async checkHolder(pid: number): Answer<undefined> {
    const namespace = await unlessMissing(readlink(namespaceFile(pid)), undefined).catch(() => undefined);
    if (namespace === undefined)
      return err(fault('not-found', `there is no process ${pid.toString()} whose network could be kept`));
    this.#own ??= this.#program({ program: 'readlink', args: ['/proc/self/ns/net'] }).then((end) =>
      end.kind === 'code' ? end.out.trim() : '',
    );
    return namespace === (await this.#own)
      ? err(fault('invalid-spec', `process ${pid.toString()} is in the network of the host itself`))
      : done;
  }

  /** Undefined when none is mounted there. */
  async namespaceOf(id: InstanceId): Promise<NamespaceId | undefined> {
    const { pin } = networkPaths(this.#run, id);
    const mounted = await unlessMissing(statfs(pin), undefined);
    if (mounted?.type !== namespaceFileSystem) return undefined;
    return (await stat(pin)).ino.toString();
  }

  /** Runs programs in the namespace. */
  inside(id: InstanceId): RunProgram {
    const { pin } = networkPaths(this.#run, id);
    return ({ program, args, ...rest }) =>
      this.#program({ program: 'nsenter', args: [`--net=${pin}`, '--', program, ...args], ...rest });
  }

  /** As often as something is mounted there. */
  async unpin(id: InstanceId): Answer<undefined> {
    const { pin } = networkPaths(this.#run, id);
    for (let turn = 0; turn < 8; turn++) {
      if ((await this.namespaceOf(id)) === undefined) return done;
      const end = await this.#program({
        program: 'umount',
        args: ['--lazy', '--no-canonicalize', '--', pin],
      });
      if (end.kind !== 'code') return err(programFault('umount', end));
    }
    return err(fault('internal', `the namespace at ${pin} can not be unmounted`));
  }

  /** Takes the mount of the directory away, unless there is a network in it. */
  async release(): Answer<undefined> {
    if ((await unlessMissing(stat(this.#run.networks), undefined)) === undefined) return done;
    return this.#locked(undefined, release, []);
  }

  async #locked(id: InstanceId | undefined, script: string, args: readonly string[]): Answer<undefined> {
    const end = await this.#program({
      program: 'flock',
      args: [this.#run.lock, 'sh', '-euc', script, 'sh', this.#run.networks, ...args],
      ...(id === undefined ? {} : { environment: { CNI_CONTAINERID: id } }),
    });
    return end.kind === 'code' && end.code === 0 ? done : err(programFault('flock', end));
  }
}

const namespaceFile = (pid: number): string => `/proc/${pid.toString()}/ns/net`;
