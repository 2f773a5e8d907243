import { expect } from 'chai';

import type { Claim } from '../../domain/model/host-object.js';
import type { NetworkPlan } from '../../domain/model/group-network.js';
import type { InstanceId, OwnerId } from '../../domain/model/ids.js';
import type { NetworkProvisioner } from '../../domain/ports/network-provisioner.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { anIdentity, anOwnerId } from '../builders/an-identity.js';
import { within } from '../eventually.js';
import { faultOf, valueOf } from '../expect-result.js';

/** A process on the host that is in a network of its own. */
export interface NetworkHolder {
  readonly pid: number;
  /** As the kernel numbers it; undefined once the process is gone. */
  network(): Promise<string | undefined>;
}

export interface NetworkProvisionerHarness {
  readonly subject: NetworkProvisioner;
  /** Another one over the same host, as after a restart. */
  restarted(): NetworkProvisioner;
  /** One on a host where no network can be made. */
  unusable(): NetworkProvisioner;
  /** One that has one address to give. */
  scarce(): NetworkProvisioner;
  /** The name of a network that the host's configuration has. */
  readonly named: string;
  holder(): Promise<NetworkHolder>;
  /** A port of the host, and something that listens on it. */
  listened(): Promise<number>;
  /** As if whoever makes it ended on the way. */
  halfMake(plan: NetworkPlan): Promise<InstanceId>;
  /** Takes its namespace away. */
  lose(id: InstanceId): Promise<void>;
  /** What is on the host has its way from now on, and can't be taken off, until what is answered is called. */
  obstruct(): () => void;
  /** All that is on the host of networks, in words. */
  traces(): Promise<readonly string[]>;
  dispose(): Promise<void>;
}

const never = new AbortController().signal;
const nowhere = 'wharf-is-not-here' as InstanceId;
const boundMs = 20_000;

/** Judges an adapter by the doc comment of `NetworkProvisioner`. */
export function describeNetworkProvisioner(
  adapter: string,
  make: () => Promise<NetworkProvisionerHarness>,
): void {
  describe(`NetworkProvisioner contract: ${adapter}`, function () {
    this.timeout(boundMs * 4);
    let harness: NetworkProvisionerHarness;
    let subject: NetworkProvisioner;
    let owner: OwnerId;

    beforeEach(async function () {
      harness = await make();
      subject = harness.subject;
      owner = anOwnerId();
    });

    afterEach(async function () {
      const left = valueOf(await subject.survey('thorough', never));
      for (const { id } of left) valueOf(await subject.remove(id, never));
      const traces = await harness.traces();
      await harness.dispose();
      expect(traces).to.deep.equal([]);
    });

    const planned = (over: Partial<NetworkPlan> = {}): NetworkPlan => ({
      identity: anIdentity({ owner, kind: 'network', task: '/network' }),
      mode: 'bridge',
      holderPid: undefined,
      ports: [],
      ...over,
    });
    const publishing = (...ports: readonly number[]): NetworkPlan =>
      planned({ ports: ports.map((port) => ({ hostIp: '', hostPort: port, taskPort: 80 })) });
    const claimOf = ({ identity: { kind, alloc, attempt, ...rest } }: NetworkPlan): Claim => ({
      by: 'labels',
      owner: rest.owner,
      kind,
      alloc,
      attempt,
    });
    /** The fault of what must leave nothing. */
    const refusal = async (plan: NetworkPlan, by: NetworkProvisioner = subject): Promise<string> => {
      const before = await harness.traces();
      const fault = faultOf(await by.add(plan, never));
      expect(await harness.traces()).to.deep.equal(before);
      return fault;
    };

    describe('every call', function () {
      it('answers at once when its signal aborts', async function () {
        const given = AbortSignal.abort();
        const calls = [
          subject.describe(given),
          subject.add(planned(), given),
          subject.inspect(nowhere, given),
          subject.remove(nowhere, given),
          subject.list(owner, given),
          subject.survey('cursory', given),
          subject.identify(nowhere, given),
          subject.published(given),
        ];
        for (const call of calls)
          expect(faultOf<unknown>(await within<Awaited<Answer<unknown>>>(1000, call))).to.equal(
            'unavailable',
          );
        expect(await harness.traces()).to.deep.equal([]);
      });

      it('answers at once when it is given up on the way, and what was begun is seen', async function () {
        const plan = planned();
        const leaving = new AbortController();
        const adding = subject.add(plan, leaving.signal);
        leaving.abort();
        const added = await within(1000, adding);
        if (!added.ok) expect(added.error.kind).to.equal('outcome-unknown');
        const { id } = valueOf(await subject.add(plan, never));
        expect(valueOf(await subject.list(owner, never)).map((each) => each.id)).to.deep.equal([id]);
      });

      it('may be made any number of times at the same time', async function () {
        const plans = Array.from({ length: 5 }, (_, index) => publishing(21_000 + index));
        const added = await Promise.all([...plans, ...plans].map((plan) => subject.add(plan, never)));
        const networks = added.map(valueOf);
        expect(new Set(networks.map(({ addresses }) => addresses[0]?.address)).size).to.equal(plans.length);
        expect(new Set(networks.map(({ namespace }) => namespace)).size).to.equal(plans.length);
        const removals = networks.map(({ id }) => subject.remove(id, never));
        for (const removed of await Promise.all(removals)) valueOf(removed);
        expect(await harness.traces()).to.deep.equal([]);
      });
    });

    describe('describe', function () {
      it('tells what makes the networks, and only reads', async function () {
        const { summary, version } = valueOf(await subject.describe(never));
        expect(summary).to.include(version);
        expect(version).not.to.equal('');
        expect(await harness.traces()).to.deep.equal([]);
      });

      it('says unavailable, with a remedy, when it can not be used', async function () {
        const described = await harness.unusable().describe(never);
        expect(faultOf(described)).to.equal('unavailable');
        expect(described).to.have.nested.property('error.remedy').that.is.a('string');
      });
    });

    describe('add', function () {
      it('makes a network with an address and a fresh namespace of its own', async function () {
        const plan = planned();
        const [one, other] = [
          valueOf(await subject.add(plan, never)),
          valueOf(await subject.add(planned(), never)),
        ];
        expect(one.identity).to.deep.equal(plan.identity);
        expect(one.id)
          .to.match(/^wharf-/)
          .and.to.include(plan.identity.attempt);
        expect(one.addresses).to.have.lengthOf(1);
        expect(one.namespacePath).to.match(/^\//);
        expect(one.addresses[0]?.address).to.match(/^\d+\.\d+\.\d+\.\d+$/);
        expect(one.namespace).to.match(/^\d+$/).and.not.to.equal(other.namespace);
        expect(one.addresses).not.to.deep.equal(other.addresses);
      });

      it('makes one that has but a loopback', async function () {
        const { addresses, namespace } = valueOf(await subject.add(planned({ mode: 'none' }), never));
        expect(addresses).to.deep.equal([]);
        expect(namespace).to.match(/^\d+$/);
      });

      it('makes one that the host names', async function () {
        const { addresses } = valueOf(await subject.add(planned({ mode: `cni/${harness.named}` }), never));
        expect(addresses).to.have.lengthOf(1);
      });

      it('makes it in the namespace of a process', async function () {
        const holder = await harness.holder();
        const { namespace } = valueOf(await subject.add(planned({ holderPid: holder.pid }), never));
        expect(namespace).to.equal(await holder.network());
      });

      it('has what identifies it durable before anything else of it is there', async function () {
        const plan = planned();
        const id = await harness.halfMake(plan);
        const after = harness.restarted();
        expect(valueOf(await after.list(owner, never))).to.deep.equal([{ id, identity: plan.identity }]);
        expect(valueOf(await after.identify(id, never)).claim).to.deep.equal(claimOf(plan));
      });

      it('answers what was made then when the plan was added before, and not removed', async function () {
        const plan = publishing(21_000);
        const made = valueOf(await subject.add(plan, never));
        expect(valueOf(await subject.add(plan, never))).to.deep.equal(made);
        expect(valueOf(await harness.restarted().add(plan, never))).to.deep.equal(made);
      });

      it('makes anew what was left half made', async function () {
        const plan = publishing(21_000);
        const id = await harness.halfMake(plan);
        const made = valueOf(await harness.restarted().add(plan, never));
        expect(made.id).to.equal(id);
        expect(valueOf(await subject.inspect(id, never))).to.deep.equal(made);
      });

      it('says not-found when there is no network of that name, or no process of that pid', async function () {
        expect(await refusal(planned({ mode: 'cni/wharf-nowhere' }))).to.equal('not-found');
        expect(await refusal(planned({ holderPid: 2 ** 22 + 1 }))).to.equal('not-found');
      });

      it('says invalid-spec when the network refuses the plan', async function () {
        expect(await refusal({ ...publishing(21_000), mode: 'none' })).to.equal('invalid-spec');
      });

      it('says conflict when a port of the host is taken', async function () {
        valueOf(await subject.add(publishing(21_000), never));
        expect(await refusal(publishing(21_001, 21_000))).to.equal('conflict');
        expect(await refusal(publishing(await harness.listened()))).to.equal('conflict');
        valueOf(await subject.add(publishing(21_001), never));
      });

      it('says conflict when no address is free', async function () {
        const scarce = harness.scarce();
        const { id } = valueOf(await scarce.add(planned(), never));
        expect(await refusal(planned(), scarce)).to.equal('conflict');
        valueOf(await scarce.remove(id, never));
      });
    });

    describe('inspect', function () {
      it('tells the network as it was made', async function () {
        const made = valueOf(await subject.add(planned(), never));
        expect(valueOf(await subject.inspect(made.id, never))).to.deep.equal(made);
        expect(valueOf(await harness.restarted().inspect(made.id, never))).to.deep.equal(made);
      });

      it('says not-found when it is not there, was not made to its end, or has no namespace any more', async function () {
        expect(faultOf(await subject.inspect(nowhere, never))).to.equal('not-found');
        const half = await harness.halfMake(planned());
        expect(faultOf(await subject.inspect(half, never))).to.equal('not-found');
        const { id } = valueOf(await subject.add(planned(), never));
        await harness.lose(id);
        expect(faultOf(await subject.inspect(id, never))).to.equal('not-found');
      });
    });

    describe('remove', function () {
      it('takes all of it off the host, so that its address is free again', async function () {
        const scarce = harness.scarce();
        for (let turn = 0; turn < 2; turn++) {
          const { id } = valueOf(await scarce.add(publishing(21_000), never));
          valueOf(await scarce.remove(id, never));
          expect(await harness.traces()).to.deep.equal([]);
        }
      });

      it('does not touch the processes in the namespace', async function () {
        const holder = await harness.holder();
        const before = await holder.network();
        const { id } = valueOf(await subject.add(planned({ holderPid: holder.pid }), never));
        valueOf(await subject.remove(id, never));
        expect(await holder.network()).to.equal(before);
        valueOf(await subject.add(planned({ holderPid: holder.pid }), never));
      });

      it('succeeds when it is not there', async function () {
        valueOf(await subject.remove(nowhere, never));
        const { id } = valueOf(await subject.add(planned(), never));
        valueOf(await subject.remove(id, never));
        valueOf(await subject.remove(id, never));
      });

      it('takes off what was half made, and what has no namespace any more', async function () {
        const half = await harness.halfMake(publishing(21_000));
        const { id } = valueOf(await subject.add(publishing(21_001), never));
        await harness.lose(id);
        const after = harness.restarted();
        valueOf(await after.remove(half, never));
        valueOf(await after.remove(id, never));
        expect(await harness.traces()).to.deep.equal([]);
      });

      it('says a fault as long as there is something of it, and goes on when asked again', async function () {
        const { id } = valueOf(await subject.add(publishing(21_000), never));
        const clear = harness.obstruct();
        faultOf(await subject.remove(id, never));
        faultOf(await subject.remove(id, never));
        expect(valueOf(await subject.list(owner, never)).map((each) => each.id)).to.deep.equal([id]);
        clear();
        valueOf(await subject.remove(id, never));
        expect(await harness.traces()).to.deep.equal([]);
        expect(valueOf(await subject.list(owner, never))).to.deep.equal([]);
      });

      it('leaves all others as they are', async function () {
        const [one, other] = [publishing(21_000), publishing(21_001)];
        const { id } = valueOf(await subject.add(one, never));
        const before = await harness.traces();
        const removed = valueOf(await subject.add(other, never));
        valueOf(await subject.remove(removed.id, never));
        expect(await harness.traces()).to.deep.equal(before);
        expect(valueOf(await subject.inspect(id, never)).id).to.equal(id);
      });
    });

    describe('list, survey, identify and published', function () {
      it('list all networks of one owner, made to their end or not, and never one of another', async function () {
        const [made, half] = [planned(), planned()];
        const theirs = planned({ identity: anIdentity({ kind: 'network' }) });
        for (const plan of [made, theirs]) valueOf(await subject.add(plan, never));
        const id = await harness.halfMake(half);
        const listed = valueOf(await subject.list(owner, never));
        expect(listed.map(({ identity }) => identity)).to.have.deep.members([made.identity, half.identity]);
        expect(listed).to.deep.include({ id, identity: half.identity });
      });

      it('survey all that are there, whose ever they are', async function () {
        const theirs = planned({ identity: anIdentity({ kind: 'network' }) });
        const ours = planned();
        for (const plan of [ours, theirs]) valueOf(await subject.add(plan, never));
        for (const thoroughness of ['cursory', 'thorough'] as const) {
          const surveyed = valueOf(await subject.survey(thoroughness, never));
          expect(surveyed.map(({ claim }) => claim)).to.have.deep.members([claimOf(ours), claimOf(theirs)]);
        }
      });

      it('identify one, looked at anew', async function () {
        const plan = planned();
        const { id } = valueOf(await subject.add(plan, never));
        const object = valueOf(await subject.identify(id, never));
        expect(object).to.deep.include({ id, claim: claimOf(plan) });
        expect(valueOf(await subject.survey('cursory', never))).to.deep.equal([object]);
        valueOf(await subject.remove(id, never));
        expect(faultOf(await subject.identify(id, never))).to.equal('not-found');
      });

      it('tell the ports that networks publish, by whoever was asked for them', async function () {
        valueOf(await subject.add(publishing(21_000), never));
        valueOf(await harness.restarted().add(publishing(21_001), never));
        const published = valueOf(await subject.published(never));
        expect(published.map(({ hostPort }) => hostPort)).to.have.members([21_000, 21_001]);
        expect(published[0]).to.deep.include({ hostIp: '', taskPort: 80 });
      });
    });
  });
}
