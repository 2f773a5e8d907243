import { expect } from 'chai';

import type { Claim, Thoroughness } from '../../domain/model/host-object.js';
import type { Identity } from '../../domain/model/identity.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { Runtime } from '../../domain/ports/runtime.js';
import { faultOf, valueOf } from '../expect-result.js';
import { type RuntimeHarness, type RuntimeTraits, Wharf } from './runtime-harness.js';

const never = new AbortController().signal;
const nowhere = 'wharf-is-not-here' as InstanceId;
const places = ['/alloc', '/local', '/secrets'];
const variable = { name: 'NOMAD_ALLOC_ID', value: 'a=b\nc' };

/** Judges an adapter by what the doc comments of `Runtime` say of `survey` and `identify`. */
export function describeSurvey<Spec>(
  adapter: string,
  traits: RuntimeTraits,
  make: () => Promise<RuntimeHarness<Spec>>,
): void {
  describe(`Runtime contract: ${adapter}: whose objects are`, function () {
    this.timeout(traits.boundMs * 4);
    let harness: RuntimeHarness<Spec>;
    let runtime: Runtime<Spec>;
    let wharf: Wharf<Spec>;

    beforeEach(async function () {
      harness = await make();
      runtime = harness.subject;
      wharf = new Wharf(harness, traits.boundMs);
    });

    afterEach(async function () {
      await wharf.clear().finally(() => harness.dispose());
    });

    const claimOf = ({ owner, kind, alloc, attempt }: Identity): Claim => ({
      by: 'labels',
      owner,
      kind,
      alloc,
      attempt,
    });
    const surveyedClaim = async (id: InstanceId): Promise<Claim | undefined> =>
      (await wharf.surveyed()).find((object) => object.id === id)?.claim;
    const identified = async (id: InstanceId): Promise<Claim> =>
      valueOf(await runtime.identify(id, never)).claim;

    describe('survey', function () {
      it('tells of every object that carries an owner, whoever that is, in every state', async function () {
        const other = new Wharf(harness, traits.boundMs);
        const identities = [wharf.identity(), wharf.identity(), wharf.identity(), other.identity()] as const;
        const [ours, running, ended, theirs] = identities;
        const created = await wharf.created({ do: 'wait' }, { identity: ours });
        await wharf.ready({ do: 'wait' }, { identity: running });
        await wharf.ended(await wharf.started({ do: 'exit', code: 7 }, { identity: ended }));
        await other.ready({ do: 'wait' }, { identity: theirs });
        const objects = await wharf.surveyed();
        expect(objects.map(({ claim }) => claim)).to.deep.include.members(identities.map(claimOf));
        expect(objects.find(({ id }) => id === created)?.claim).to.deep.equal(claimOf(ours));
        await other.clear();
      });

      it('tells of labels whatever else they lack, and whatever is in them', async function () {
        const bare = await harness.plantLabelled({ 'wharf.owner': wharf.owner });
        const odd = await harness.plantLabelled({
          'wharf.owner': '',
          'wharf.kind': 'constructor',
          ['__proto__']: 'x',
          large: 'x'.repeat(1024 * 1024),
        });
        const nothing = { by: 'labels', owner: '', kind: '', alloc: '', attempt: '' };
        expect(await surveyedClaim(bare)).to.deep.equal({ ...nothing, owner: wharf.owner });
        expect(await surveyedClaim(odd)).to.deep.equal({ ...nothing, kind: 'constructor' });
        valueOf(await runtime.remove(bare, never));
        expect(await surveyedClaim(bare)).to.equal(undefined);
      });

      it("leaves out what does not say to be anybody's", async function () {
        const before = await wharf.surveyed();
        const foreign = await harness.plantForeign();
        await harness.plantLabelled({ 'wharf.kind': 'task', owner: wharf.owner });
        expect(await wharf.surveyed()).to.deep.equal(before);
        expect(await foreign.isUntouched()).to.equal(true);
      });

      it('tells of all the others too when it is thorough', async function () {
        const ours = await wharf.created({ do: 'wait' });
        const others = [
          await harness.plantLabelled({ 'wharf.kind': 'task', owner: wharf.owner }),
          await harness.plantLabelled({}),
        ];
        const told = async (thoroughness: Thoroughness): Promise<readonly InstanceId[]> =>
          (await wharf.surveyed(runtime, thoroughness)).map(({ id }) => id);
        expect(await told('cursory'))
          .to.include(ours)
          .and.not.include.members(others);
        expect(await told('thorough')).to.include.members([ours, ...others]);
        for (const id of others) valueOf(await runtime.remove(id, never));
        expect(await told('thorough')).not.to.include.members(others);
      });

      it('tells when each was made', async function () {
        const before = harness.now();
        const id = await wharf.created({ do: 'exit', code: 0 });
        const object = (await wharf.surveyed()).find((one) => one.id === id);
        expect(object?.createdAt).to.be.within(before - 1000, harness.now() + 1000);
      });

      it('leaves out one that vanishes meanwhile', async function () {
        const vanishing = await harness.plantLookedAt('vanishes');
        const ours = await wharf.created({ do: 'wait' });
        expect((await wharf.surveyed(vanishing)).map(({ id }) => id)).to.deep.equal([ours]);
      });

      it('fails when one of them can not be looked at', async function () {
        const blind = await harness.plantLookedAt('fails');
        expect(faultOf(await blind.survey('cursory', never))).to.be.oneOf(['unavailable', 'internal']);
      });

      if (traits.remote)
        it('fails when the answer of the host is not whole', async function () {
          await wharf.created({ do: 'wait' });
          expect(faultOf(await (await harness.cutShort()).survey('cursory', never))).to.equal('unavailable');
        });

      if (traits.shared) {
        it('tells of what has no owner but directories where a task has its own, with its environment', async function () {
          const { id, mounts } = await harness.plantUnlabelled(variable, [...places, '/srv']);
          const claim = await surveyedClaim(id);
          expect(claim?.by === 'likeness' && claim.environment[variable.name]).to.equal(variable.value);
          expect(claim?.by === 'likeness' && claim.mounts).to.have.deep.members(mounts);
          valueOf(await runtime.remove(id, never));
          expect(await surveyedClaim(id)).to.equal(undefined);
        });

        it('tells of the environment and the directories of whatever else has no owner when it is thorough', async function () {
          for (const some of [[], ['/alloc', '/srv']]) {
            const { id, mounts } = await harness.plantUnlabelled(variable, some);
            const object = (await wharf.surveyed(runtime, 'thorough')).find((one) => one.id === id);
            const claim = object?.claim.by === 'likeness' ? object.claim : undefined;
            expect(claim?.environment[variable.name]).to.equal(variable.value);
            expect(claim?.mounts).to.have.deep.members(mounts);
            expect(object).to.deep.equal({ ...valueOf(await runtime.identify(id, never)) });
          }
        });

        for (const missing of places)
          it(`leaves out what has no owner and nothing at ${missing}`, async function () {
            const others = places.filter((place) => place !== missing);
            const { id } = await harness.plantUnlabelled(variable, [...others, '/srv']);
            expect(await surveyedClaim(id)).to.equal(undefined);
          });
      }
    });

    describe('identify', function () {
      it('tells the same of each, perhaps to a finer grain when it was made', async function () {
        await wharf.ready({ do: 'wait' });
        await wharf.created({ do: 'wait' });
        await harness.plantLabelled({ 'wharf.owner': 'somebody' });
        if (traits.shared) await harness.plantUnlabelled(variable, places);
        const objects = await wharf.surveyed();
        expect(objects).to.have.length.at.least(3);
        for (const { id, createdAt, claim } of objects) {
          const object = valueOf(await runtime.identify(id, never));
          expect([object.id, object.claim]).to.deep.equal([id, claim]);
          expect(object.createdAt).to.be.within(createdAt ?? NaN, (createdAt ?? NaN) + 999);
        }
      });

      it('looks anew', async function () {
        const id = await harness.plantLabelled({ 'wharf.owner': wharf.owner });
        expect(await identified(id)).to.include({ owner: wharf.owner });
        valueOf(await runtime.remove(id, never));
        expect(faultOf(await runtime.identify(id, never))).to.equal('not-found');
      });

      it('says not-found when it is not there', async function () {
        expect(faultOf(await runtime.identify(nowhere, never))).to.equal('not-found');
      });

      it('says not-found of a name, and of the beginning of an id', async function () {
        const id = await wharf.created({ do: 'wait' });
        const { name } = await wharf.seen(id);
        for (const other of [name, id.slice(0, 12)].filter((text) => text !== id))
          expect(faultOf(await runtime.identify(other as InstanceId, never)), other).to.equal('not-found');
      });
    });
  });
}
