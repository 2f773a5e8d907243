import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { HostJava } from '../../../src/adapters/system/host-java.js';
import type { JavaPlaces } from '../../../src/adapters/system/find-java.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { javaProgram, openJdkSays } from '../../support/java-programs.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.js';

const never = new AbortController().signal;

describe('the Java of the host', function () {
  let directory: TemporaryDirectory;
  let seen: string;
  let hidden: string;

  beforeEach(async function () {
    directory = await temporaryDirectory();
    seen = join(directory.path, 'seen');
    hidden = join(directory.path, 'hidden');
  });
  afterEach(() => directory.remove());

  const java = (over: Partial<JavaPlaces>): HostJava =>
    new HostJava({ path: undefined, environment: {}, rootDirectories: [`${seen}/`], ...over });
  const failureOf = async (over: Partial<JavaPlaces>): Promise<unknown> => {
    const described = await java(over).describe(never);
    return described.ok ? described.value : `${described.error.message} | ${described.error.remedy ?? ''}`;
  };

  it('is the first in the PATH of tasks that they see', async function () {
    const bins = [await javaProgram(hidden, openJdkSays), await javaProgram(seen, openJdkSays)];
    const path = ['relative', join(directory.path, 'nothing'), ...bins].join(':');
    expect(valueOf(await java({ environment: { PATH: path } }).describe(never))).to.deep.equal({
      path: join(seen, 'bin/java'),
      version: '21.0.2',
      runtime: 'OpenJDK Runtime Environment Temurin-21.0.2+13 (build 21.0.2+13-LTS)',
      vm: 'OpenJDK 64-Bit Server VM Temurin-21.0.2+13 (build 21.0.2+13-LTS, mixed mode, sharing)',
    });
  });

  it('is not one whose link leads to where tasks see nothing, and says what would show it', async function () {
    const bin = await javaProgram(hidden, openJdkSays);
    await javaProgram(seen, openJdkSays);
    const link = join(seen, 'link');
    await symlink(join(bin, 'java'), link);
    expect(await failureOf({ path: link })).to.equal(
      `${hidden}/bin/java is there, but tasks don't see it | add ${hidden} to exec.root_dirs`,
    );
  });

  it('is not a directory, nor what nobody may run', async function () {
    await javaProgram(join(seen, 'bin/java'), '');
    const environment = { PATH: join(seen, 'bin') };
    expect(await failureOf({ environment })).to.equal(
      `no java in ${seen}/bin | apt-get install default-jre-headless, or set java.path`,
    );
    expect(await failureOf({ path: join(seen, 'bin/java/nope') })).to.equal(
      `there is no program ${seen}/bin/java/nope | set java.path to one that is there`,
    );
  });

  it('has what tasks inherit, and its notes on that are left out', async function () {
    const bin = await javaProgram(
      seen,
      `echo "Picked up JAVA_TOOL_OPTIONS: $JAVA_TOOL_OPTIONS" >&2\n${openJdkSays}`,
    );
    const environment = { PATH: bin, JAVA_TOOL_OPTIONS: '-Xmx1g' };
    expect(valueOf(await java({ environment }).describe(never))).to.have.property('version', '21.0.2');
    const told = await javaProgram(seen, 'echo "sees $JAVA_TOOL_OPTIONS $HOME" >&2\n');
    expect(await failureOf({ environment: { ...environment, PATH: told } })).to.equal(
      `${seen}/bin/java -version tells no version: sees -Xmx1g | set java.path to a Java that works on this host`,
    );
  });

  const useless: readonly (readonly [string, string, RegExp])[] = [
    ['fails', 'echo broken >&2\nexit 3\n', /-version ended with 3: broken \|/],
    ['fails without a word', 'exit 1\n', /-version ended with 1: it said nothing \|/],
    ['is killed', 'kill -9 $$\n', /-version ended with -1: it said nothing \|/],
    ['says nothing', 'exit 0\n', /-version tells no version: it said nothing \|/],
    ['says far too much', 'head -c 300000 /dev/zero | tr "\\0" x\n', /tells no version: x{200} \|/],
  ];
  for (const [does, script, says] of useless)
    it(`is of no use when it ${does}`, async function () {
      const bin = await javaProgram(seen, script);
      expect(await failureOf({ environment: { PATH: bin } })).to.match(says);
    });

  it('is of no use when it can not even be run', async function () {
    const program = join(await javaProgram(seen, ''), 'java');
    await writeFile(program, '#!/nowhere/interpreter\n');
    expect(await failureOf({ path: program })).to.match(/-version can't be run: .*ENOENT/);
  });
});
