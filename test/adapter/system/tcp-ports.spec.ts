import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

import { expect } from 'chai';

import { TcpPorts } from '../../../src/adapters/system/tcp-ports.js';
import type { Port } from '../../../src/domain/model/job.js';

const port = (label: string, fixed?: number): Port => ({ label, static: fixed, to: undefined });

describe('the TCP ports of the host', function () {
  it('keeps ports apart that tasks call by one label', async function () {
    const ports = new TcpPorts(() => 0.25);
    const asked = [
      { ...port('a', 23_456), task: 't' },
      { ...port('a'), task: 'u' },
    ];
    expect(await ports.choose([asked], [])).to.deep.equal({
      ok: true,
      value: [{ 't/a': 23_456, 'u/a': 23_000 }],
    });
  });

  it('passes over ports that are taken', async function () {
    const picks = [0, 0, 0.5];
    const ports = new TcpPorts(() => picks.shift() ?? 0.9);
    expect(await ports.choose([[port('a')], [port('b')]], [])).to.deep.equal({
      ok: true,
      value: [{ a: 20_000 }, { b: 26_000 }],
    });
  });

  it('refuses a static port that somebody listens on, and names it', async function () {
    const holder = createServer().listen(0);
    await once(holder, 'listening');
    const { port: taken } = holder.address() as AddressInfo;
    const chosen = await new TcpPorts().choose([[port('http', taken)]], []);
    holder.close();
    await once(holder, 'close');
    expect(chosen).to.have.nested.property('error.kind', 'conflict');
    expect(chosen).to.have.nested.property('error.message', `port ${taken.toString()} for "http" is taken`);
    expect(await new TcpPorts().choose([[port('http', taken)]], [])).to.deep.equal({
      ok: true,
      value: [{ http: taken }],
    });
  });

  it('says so when no dynamic port is free', async function () {
    const holder = createServer().listen(20_000);
    await once(holder, 'listening');
    const chosen = await new TcpPorts(() => 0).choose([[port('a')]], []);
    holder.close();
    await once(holder, 'close');
    expect(chosen).to.have.nested.property('error.kind', 'resource-exhausted');
  });
});
