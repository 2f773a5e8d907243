import { expect } from 'chai';

import type { KeptBind, Propagation } from '../../domain/model/mount.js';
import type { BindStaging } from '../../domain/ports/bind-staging.js';
import { faultOf, valueOf } from '../expect-result.js';

export interface BindStagingHarness {
  readonly subject: BindStaging;
  /** Absolute, empty, no part of it a link. */
  readonly root: string;
  makeDirectory(path: string): Promise<void>;
  /** With this content. */
  makeFile(path: string, content: string): Promise<void>;
  makeLink(path: string, to: string): Promise<void>;
  /** Gives a file one more name. */
  makeName(path: string, of: string): Promise<void>;
  move(from: string, to: string): Promise<void>;
  /** Of a file, also of one that is staged; undefined when there is none. */
  read(path: string): Promise<string | undefined>;
  dispose(): Promise<void>;
}

/** Judges an adapter by the doc comments of `BindStaging`. */
export function describeBindStaging(adapter: string, make: () => Promise<BindStagingHarness>): void {
  describe(`BindStaging contract: ${adapter}`, function () {
    this.timeout(20_000);
    let harness: BindStagingHarness;
    let subject: BindStaging;
    let within: string;
    let area: string;

    beforeEach(async function () {
      harness = await make();
      ({ subject } = harness);
      within = `${harness.root}/alloc`;
      area = `${harness.root}/run/binds/one`;
      await harness.makeDirectory(within);
      await harness.makeDirectory(`${within}/data`);
      await harness.makeFile(`${within}/data/mark`, 'inside');
      await harness.makeDirectory(`${harness.root}/host`);
      await harness.makeFile(`${harness.root}/host/mark`, 'outside');
    });

    afterEach(async function () {
      await subject.clear(area).finally(() => harness.dispose());
    });

    const aBind = (source: string, propagation: Propagation = 'private'): KeptBind => ({
      kind: 'bind',
      source: source.startsWith('/') ? source : `${within}/${source}`,
      target: '/data',
      readOnly: false,
      propagation,
      within,
    });
    const stage = (...sources: readonly string[]): ReturnType<BindStaging['stage']> =>
      subject.stage(
        area,
        sources.map((source) => aBind(source)),
      );
    /** The area must be free for another one. */
    const refusalOf = async (source: string): Promise<string> => {
      const kind = faultOf(await stage('data', source));
      valueOf(await stage('data'));
      valueOf(await subject.clear(area));
      return kind;
    };

    describe('staging', function () {
      it('gives one path per bind, in their order, of directories and of files', async function () {
        await harness.makeFile(`${within}/file`, 'a file');
        const [directory = '', file = '', ...none] = valueOf(await stage('data', 'file'));
        expect(none).to.deep.equal([]);
        for (const path of [directory, file]) expect(path.startsWith(`${area}/`)).to.equal(true);
        expect(await harness.read(`${directory}/mark`)).to.equal('inside');
        expect(await harness.read(file)).to.equal('a file');
      });

      it('holds on to what was there, whatever is put in its place', async function () {
        const [path = ''] = valueOf(await stage('data'));
        await harness.move(`${within}/data`, `${within}/away`);
        await harness.makeLink(`${within}/data`, `${harness.root}/host`);
        expect(await harness.read(`${path}/mark`)).to.equal('inside');
        await harness.makeFile(`${within}/away/later`, 'later');
        expect(await harness.read(`${path}/later`)).to.equal('later');
      });

      it('follows links that stay inside, and ".."', async function () {
        await harness.makeDirectory(`${within}/deep`);
        await harness.makeLink(`${within}/deep/up`, '../data');
        await harness.makeLink(`${within}/whole`, `${within}/deep/up`);
        await harness.makeLink(`${within}/round`, 'deep/../whole/.');
        const paths = valueOf(await stage('deep/up', 'whole', 'round'));
        for (const path of paths) expect(await harness.read(`${path}/mark`)).to.equal('inside');
      });

      it('is invalid-spec for what leads out, by "..", a link or one of the kernel', async function () {
        const links: Readonly<Record<string, string>> = {
          absolute: `${harness.root}/host`,
          relative: '../host',
          roundabout: 'data/../../host',
          magic: '/proc/self/root',
          working: '/proc/self/cwd',
          endless: 'endless',
          chained: 'absolute',
        };
        for (const [name, to] of Object.entries(links)) await harness.makeLink(`${within}/${name}`, to);
        for (const name of Object.keys(links)) expect(await refusalOf(name), name).to.equal('invalid-spec');
        expect(await refusalOf('absolute/mark')).to.equal('invalid-spec');
        expect(await refusalOf(`${within}/../host`)).to.equal('invalid-spec');
        expect(await refusalOf(`${harness.root}/host`)).to.equal('invalid-spec');
      });

      it('is invalid-spec when a link stands in the place of where a source is kept to', async function () {
        await harness.move(within, `${harness.root}/moved`);
        await harness.makeLink(within, `${harness.root}/host`);
        expect(faultOf(await stage('mark'))).to.equal('invalid-spec');
      });

      it('is invalid-spec for a file that has another name', async function () {
        await harness.makeName(`${within}/hard`, `${harness.root}/host/mark`);
        expect(await refusalOf('hard')).to.equal('invalid-spec');
      });

      it('is not-found when there is no source', async function () {
        expect(await refusalOf('nowhere')).to.equal('not-found');
        expect(await refusalOf('data/mark/further')).to.equal('not-found');
        await harness.makeLink(`${within}/dangling`, 'nowhere');
        expect(await refusalOf('dangling')).to.equal('not-found');
      });

      it('is a conflict when the area is there already, and leaves that', async function () {
        const [path = ''] = valueOf(await stage('data'));
        expect(faultOf(await stage('data'))).to.equal('conflict');
        expect(await harness.read(`${path}/mark`)).to.equal('inside');
      });
    });

    describe('clearing', function () {
      it('takes away the area, and leaves what lay in it, however it passes mounts on', async function () {
        for (const propagation of ['private', 'host-to-task', 'bidirectional'] as const) {
          const [path = ''] = valueOf(await subject.stage(area, [aBind('data', propagation)]));
          valueOf(await subject.clear(area));
          expect(await harness.read(`${path}/mark`)).to.equal(undefined);
          expect(await harness.read(`${within}/data/mark`)).to.equal('inside');
        }
      });

      it('leaves other areas', async function () {
        const other = `${harness.root}/run/binds/other`;
        const [path = ''] = valueOf(await subject.stage(other, [aBind('data')]));
        valueOf(await stage('data'));
        valueOf(await subject.clear(area));
        expect(await harness.read(`${path}/mark`)).to.equal('inside');
        valueOf(await subject.clear(other));
      });

      it('succeeds when there is no such area', async function () {
        valueOf(await subject.clear(area));
        valueOf(await stage('data'));
        valueOf(await subject.clear(area));
        valueOf(await subject.clear(area));
      });
    });
  });
}
