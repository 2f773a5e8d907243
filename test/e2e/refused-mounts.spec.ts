import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { mountTmpfs, unmountBelow } from '../support/mounts/mounted.js';
import { jobText } from '../support/wharf/job-text.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

interface Case {
  readonly what: string;
  /** More lines of the group's volume, and of the mount. */
  readonly volume?: string;
  readonly mount?: string;
  readonly config?: string;
  readonly flags?: (directory: string) => readonly string[];
  readonly says: readonly RegExp[];
}

const bidirectional = 'propagation_mode = "bidirectional"';
const shared = (directory: string): readonly string[] => ['--host-volume', `data=${directory}/shared`];

const refused: readonly Case[] = [
  {
    what: 'a mount that is read-only',
    mount: `${bidirectional}\n read_only = true`,
    says: [
      /volume_mount\[0\]\.propagation_mode "bidirectional" needs write access, but this mount is read-only/,
    ],
  },
  {
    what: "a group's volume that is read-only",
    volume: 'read_only = true',
    says: [/the group's volume "data" is read-only/],
  },
  {
    what: "a host's volume that is read-only",
    flags: (directory) => ['--host-volume', `data=${directory}/shared:ro`],
    says: [/the host's volume "data" is read-only/],
  },
  {
    what: 'a volume that this host has not',
    flags: () => [],
    says: [/whose source "data" is no volume of this host/, /host_volumes\.data\.path/],
  },
  {
    what: 'a directory on a private mount',
    flags: (directory) => ['--host-volume', `data=${directory}/private/inside`],
    says: [
      /is "bidirectional", but \S+\/private\/inside lies on \S+\/private, which is private and not a shared mount/,
      /mount --make-rshared \S+\/private(?!\/)/,
    ],
  },
  {
    what: 'what the host passes on to no task',
    mount: 'propagation_mode = "host-to-task"',
    flags: (directory) => ['--host-volume', `data=${directory}/private`],
    says: [/which is private and not a shared or a slave mount/],
  },
  {
    what: 'a volume for which the operator does not allow it',
    flags: (directory) => [...shared(directory), '--set', 'volumes.bidirectional=other-*'],
    says: [/this host does not allow for its volume "data"/, /volumes\.bidirectional/],
  },
  {
    what: 'anything where the operator allows none',
    flags: (directory) => [...shared(directory), '--set', 'volumes.bidirectional='],
    says: [/this host does not allow for its volume "data"/],
  },
  {
    what: 'a place that the task has something else at',
    mount: `${bidirectional}\n}\n volume_mount {\n volume = "data"\n destination = "/local/"`,
    says: [/mount has \/local as the target of more than one/],
  },
  {
    what: 'a destination that leads up',
    mount: `${bidirectional}\n}\n volume_mount {\n volume = "data"\n destination = "/srv/../etc"`,
    says: [/volume_mount\[1\]\.destination must be an absolute path below \/, without "\.\."/],
  },
];

const jobOf = ({ volume = '', mount = bidirectional }: Partial<Case>, script = 'true'): string =>
  jobText(
    [
      {
        driver: 'exec',
        script,
        rest: `volume_mount {\n volume = "data"\n destination = "/data"\n ${mount}\n }`,
      },
    ],
    `volume "data" {\n type = "host"\n source = "data"\n ${volume}\n }`,
  );

describe('A bidirectional mount', function () {
  this.timeout(60_000);
  let quay: Quay;

  before(async function () {
    quay = await quayFor('exec');
    await mountTmpfs(join(quay.directory, 'shared'), '--make-rshared');
    await mountTmpfs(join(quay.directory, 'private'), '--make-rprivate');
  });

  after(async function () {
    for (const name of ['shared', 'private']) await unmountBelow(join(quay.directory, name));
    await quay.leave();
  });

  for (const each of refused)
    it(`of ${each.what} is refused by validate, plan and run, with nothing made`, async function () {
      const path = await quay.write(jobOf(each));
      const flags = (each.flags ?? shared)(quay.directory);
      for (const command of ['validate', 'plan', 'run']) {
        const { status, stdout, stderr } = await quay.wharf([...flags, command, path]).ended();
        const said = `${stdout}\n${stderr}`;
        expect(status, said).not.to.equal(0);
        for (const words of each.says) expect(said, command).to.match(words);
      }
      expect(await readdir(join(quay.directory, 'state', 'allocs'))).to.deep.equal([]);
    });

  it('of a task that may not mount itself is told by validate, plan and run, and made', async function () {
    const path = await quay.write(jobOf({}, 'grep -q "/data .* shared:" /proc/self/mountinfo'));
    for (const command of ['validate', 'plan', 'run']) {
      const { status, stdout, stderr } = await quay.wharf([...shared(quay.directory), command, path]).ended();
      expect(status, stderr).to.equal(0);
      expect(`${stdout}\n${stderr}`, command)
        .to.include('it can mount nothing itself: it has no CAP_SYS_ADMIN')
        .and.include('volume_mount[0].propagation_mode');
    }
  });
});
