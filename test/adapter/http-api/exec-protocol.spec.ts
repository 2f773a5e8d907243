import { expect } from 'chai';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { encodeFrame, type Frame, FrameReader } from '../../../src/adapters/http-api/wire/exec-frames.js';
import { type ServedAgent, aServedAgent } from '../../support/agent/a-served-agent.js';
import { someAllocId } from '../../support/agent/an-alloc-status.js';
import { rawBytes } from '../../support/agent/raw-request.js';
import { eventually, within } from '../../../src/testing/eventually.js';
import { valueOf } from '../../../src/testing/expect-result.js';

const head = (path: string, protocol = 'wharf-exec/1', method = 'GET'): string =>
  `${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: ${protocol}\r\n\r\n`;
const path = `/v1/allocations/${someAllocId}/tasks/web/exec`;
const start = encodeFrame('start', '{"command":["cat"],"terminal":null}');

describe('running commands over the API', () => {
  let served: ServedAgent;

  beforeEach(async () => {
    served = await aServedAgent({ requestMs: 300 });
  });

  afterEach(async () => {
    expect(valueOf(await served.client.health()).pid).to.equal(1);
    await served.close();
  });

  for (const [what, request, status, words] of [
    ['another path', head('/v1/health'), 404, 'upgraded'],
    ['another method', head(path, 'wharf-exec/1', 'POST'), 404, 'upgraded'],
    ['another protocol', head(path, 'websocket'), 400, 'wharf-exec/1'],
    ['an id that climbs', head('/v1/allocations/..%2f../tasks/web/exec'), 400, 'params.alloc'],
    ['a task that climbs', head(`/v1/allocations/${someAllocId}/tasks/..%2fx/exec`), 400, 'params.task'],
    [
      'a task that can not be decoded',
      head(`/v1/allocations/${someAllocId}/tasks/%E0/exec`),
      400,
      'params.task',
    ],
  ] as const)
    it(`refuses to upgrade ${what}`, async () => {
      const reply = await within(2000, rawBytes(served.socket, request));
      expect(reply)
        .to.match(new RegExp(`^HTTP/1\\.1 ${status.toString()} `))
        .and.include(words);
    });

  for (const [what, bytes, words] of [
    ['a kind that there is not', Buffer.from([0x77, 0, 0, 0, 0]), 'no frames'],
    ['a frame that is too long', Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff]), 'no frames'],
    ['input before the start', encodeFrame('input', 'x'), 'out of turn'],
    ['a frame that the agent sends', encodeFrame('stdout', 'x'), 'out of turn'],
    ['a start that is not JSON', encodeFrame('start', '{'), 'not valid'],
    ['a start without a command', encodeFrame('start', '{"command":[]}'), 'command'],
    [
      'a terminal without end',
      encodeFrame('start', '{"command":["a"],"terminal":{"columns":1e9,"rows":1}}'),
      'columns',
    ],
    ['two starts', Buffer.concat([start, start]), 'out of turn'],
    ['a size that is none', Buffer.concat([start, encodeFrame('resize', '{"columns":0,"rows":-1}')]), 'size'],
    ['nothing', Buffer.alloc(0), 'in time'],
  ] as const)
    it(`ends a connection with a fault after ${what}`, async () => {
      const { frames } = await within(4000, converse(served.socket, bytes));
      const last = frames.at(-1);
      expect(last?.kind).to.equal('fault');
      expect(JSON.parse(last?.payload.toString() ?? '')).to.have.property('kind', 'invalid-spec');
      expect(last?.payload.toString()).to.include(words);
      await eventually(() => served.agent.sessions.every(({ closed }) => closed));
    });

  it('refuses input that did not wait until the last was taken', async () => {
    const talk = begin(served.socket).resume();
    talk.write(encodeFrame('start', '{"command":["deaf"],"terminal":null}'));
    await eventually(() => served.agent.sessions.length === 1);
    talk.write(Buffer.concat([encodeFrame('input', 'x'), encodeFrame('input', 'y')]));
    await within(2000, once(talk, 'close'));
    expect(served.agent.sessions[0]?.closed).to.equal(true);
  });

  for (const how of ['leaves', 'ends its side'])
    it(`ends the command when its client ${how}, though the command reads nothing`, async () => {
      const talk = begin(served.socket);
      talk.write(encodeFrame('start', '{"command":["deaf"],"terminal":null}'));
      await eventually(() => served.agent.sessions.length === 1);
      talk.write(encodeFrame('input', 'x'.repeat(60_000)));
      if (how === 'leaves') talk.destroy();
      else talk.end();
      await eventually(() => served.agent.sessions[0]?.closed === true);
    });

  it('understands frames however they are cut', async () => {
    const words = encodeFrame('start', '{"command":["echo","a"],"terminal":null}');
    const talk = begin(served.socket);
    const heard = hear(talk);
    for (const byte of words) {
      talk.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await within(2000, once(talk, 'close'));
    expect(heard().map(({ kind, payload }) => [kind, payload.toString()])).to.deep.equal([
      ['started', ''],
      ['stdout', 'a\n'],
      ['exit', '{"kind":"code","code":0,"oom":false}'],
    ]);
  });
});

const begin = (socketPath: string): Socket => {
  const socket = connect(socketPath).on('error', () => undefined);
  socket.write(head(path));
  return socket;
};

async function converse(
  socketPath: string,
  bytes: Uint8Array,
): Promise<{ readonly frames: readonly Frame[] }> {
  const socket = begin(socketPath);
  const heard = hear(socket);
  socket.write(bytes);
  await once(socket, 'close');
  return { frames: heard() };
}

/** The frames that came, once asked. */
function hear(socket: Socket): () => readonly Frame[] {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => {
    const all = Buffer.concat(chunks);
    return new FrameReader().push(all.subarray(all.indexOf('\r\n\r\n') + 4)) ?? [];
  };
}
