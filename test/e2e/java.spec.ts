import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { processesBearing } from '../../src/testing/processes.js';
import { compileClass } from '../support/java-classes.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';
import type { Ended } from '../support/wharf/wharf-process.js';

const source = `
import java.security.Security;
import java.util.ArrayList;

public class Dock {
  public static void main(String[] words) throws Exception {
    switch (words[0]) {
      case "tell":
        System.out.println("words " + String.join("|", words));
        System.out.println("property " + System.getProperty("told"));
        System.out.println("directory " + System.getProperty("user.dir"));
        System.out.println("heap " + Runtime.getRuntime().maxMemory() / 1048576);
        System.out.println("keystore " + Security.getProperty("keystore.type"));
        System.out.println("pid " + ProcessHandle.current().pid());
        break;
      case "exit":
        System.exit(Integer.parseInt(words[1]));
      case "eat":
        ArrayList<byte[]> eaten = new ArrayList<>();
        for (;;) eaten.add(new byte[1 << 20]);
      default:
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook ran")));
        System.out.println("up");
        Thread.sleep(600_000);
    }
  }
}
`;

const jobOf = (config: string, rest = ''): string => `
job "java" {
  type = "batch"
  group "group" {
    restart {
      attempts = 0
      mode     = "fail"
    }
    volume "classes" {
      type   = "host"
      source = "classes"
    }
    task "task" {
      driver = "java"
      config {
        ${config}
      }
      volume_mount {
        volume      = "classes"
        destination = "/local/classes"
      }
      ${rest}
    }
  }
}
`;

const dock = (args: string, more = ''): string => `
        class      = "Dock"
        class_path = "local/classes"
        args       = [${args}]
        ${more}`;
const memory = (mebibytes: number): string =>
  `resources {\n cpu = 100\n memory = ${mebibytes.toString()}\n }`;

describe('a java task', function () {
  this.timeout(120_000);
  let quay: Quay;
  let volume: readonly string[];

  before(async function () {
    quay = await quayFor('exec');
    const classes = join(quay.directory, 'classes');
    await mkdir(classes);
    await compileClass(classes, 'Dock', source);
    volume = ['--host-volume', `classes=${classes}:ro`];
  });
  after(async function () {
    await quay.leave();
  });
  afterEach(async function () {
    await quay.expectUnchanged();
  });

  const run = (job: string): Promise<Ended> => quay.run(job, ...volume);
  /** What the class tells, by the first word of each line. */
  async function told(config: string, rest = ''): Promise<Readonly<Record<string, string>>> {
    const { status, stdout, stderr } = await run(jobOf(config, rest));
    expect(status, stderr).to.equal(0);
    const lines = [...stdout.matchAll(/^task \| (\w+) (.*)$/gm)];
    return Object.fromEntries(lines.map(([, word = '', text = '']) => [word, text]));
  }

  it('runs a class of a class path below its directory, with arguments and options', async function () {
    const seen = await told(dock('"tell", "a b", ""', 'jvm_options = ["-Dtold=x y"]'));
    expect(seen).to.include({ words: 'tell|a b|', property: 'x y', directory: '/', pid: '1' });
  });

  it('finds all of its Java in its root: a setting of the files in /etc is there', async function () {
    expect(await told(dock('"tell"'))).to.have.property('keystore', 'pkcs12');
  });

  it('runs a jar below its directory', async function () {
    const seen = await told('jar_path = "local/classes/app.jar"\n args = ["tell"]');
    expect(seen).to.include({ words: 'tell', property: 'null' });
  });

  it('runs a jar that a reference names, from where it is told to', async function () {
    const seen = await told(
      'jar_path = "${NOMAD_TASK_DIR}/classes/app.jar"\n args = ["tell"]\n work_dir = "/local"',
    );
    expect(seen).to.include({ words: 'tell', directory: '/local' });
  });

  it('ends with the status of its class', async function () {
    for (const code of [0, 7, 255])
      expect(await run(jobOf(dock(`"exit", "${code.toString()}"`)))).to.have.property('status', code);
  });

  it('sizes its heap by the memory of its task', async function () {
    const heap = async (mebibytes: number): Promise<number> =>
      Number((await told(dock('"tell"'), memory(mebibytes)))['heap']);
    expect(await heap(128)).to.be.within(32, 64);
    expect(await heap(512)).to.be.within(100, 256);
  });

  it('is killed when it takes more than that all the same, and it is told why', async function () {
    const options = 'jvm_options = ["-Xmx1g"]';
    const { status, stdout, stderr } = await run(jobOf(dock('"eat"', options), memory(64)));
    expect(status, stderr).to.equal(137);
    expect(stdout + stderr).to.match(/out of memory/i);
  });

  it('runs its shutdown hooks when it is stopped', async function () {
    const job = jobOf(dock('"stay"'), 'kill_signal = "SIGTERM"');
    const wharf = await quay.start(job, ...volume);
    await wharf.says('task | up');
    wharf.signal('SIGINT');
    const { status, stdout } = await wharf.ended();
    expect(stdout).to.include('task | hook ran');
    expect(status).to.equal(130);
    expect(await processesBearing('local/classes')).to.deep.equal([]);
  });

  it('says which class there is not, and ends with 1', async function () {
    const { status, stdout, stderr } = await run(jobOf('class = "Nothing"'));
    expect(stdout + stderr).to.match(/Could not find or load main class Nothing/);
    expect(status).to.equal(1);
  });

  it('hears of all that is wrong with its config, with lines', async function () {
    const path = await quay.write(jobOf('jvm_option = ["-x"]\n args = "x"'));
    const { status, stderr } = await quay.wharf([...volume, 'validate', path]).ended();
    expect(status).to.equal(125);
    expect(stderr).to.match(/:16:\d+: .*config\.jvm_option is not known here/);
    expect(stderr).to.match(/did you mean "jvm_options"\?/);
    expect(stderr).to.match(/:17:\d+: .*config\.args must be a list/);
    expect(stderr).to.match(/:15:\d+: .*config needs "jar_path" or "class"/);
  });
});

describe('wharf doctor on a host with Java', function () {
  this.timeout(60_000);
  let quay: Quay;
  before(async function () {
    quay = await quayFor('exec');
  });
  after(async function () {
    await quay.leave();
  });

  it('tells its version and where it is', async function () {
    const { stdout } = await quay.wharf(['doctor']).ended();
    expect(stdout).to.match(/^ok {2}java +Java \d[\w.+-]* \(\/.*\/java\), (?:crun|runc) .* under conmon/m);
  });

  it('says what is missing when the Java of the operator is not there', async function () {
    const { stdout } = await quay.wharf(['doctor'], { WHARF_JAVA_PATH: '/usr/nowhere/java' }).ended();
    expect(stdout).to.match(/^no {2}java +there is no program \/usr\/nowhere\/java\n +set java\.path/m);
  });
});
