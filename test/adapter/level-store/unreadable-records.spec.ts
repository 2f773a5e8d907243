import { crc32 } from 'node:zlib';

import { expect } from 'chai';

import type { Kept } from '../../../src/domain/model/kept.js';
import type { Attempt } from '../../../src/domain/model/handle.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { anAttempt } from '../../../src/testing/builders/a-handle.js';
import { at } from '../../../src/testing/builders/an-identity.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { withStore } from '../../support/level-store/a-level-store.js';
import { withRawDatabase } from '../../support/level-store/raw-database.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

const [before, harmed, after] = [1, 2, 3].map((ms) => anAttempt({ task: 'web/"1"', intendedAt: at(ms) })) as [
  Attempt,
  Attempt,
  Attempt,
];

const recordOf = (content: string, version = '1'): string =>
  `${version} ${crc32(content).toString(16)} ${content}`;
const jsonOf = (over: Readonly<Record<string, unknown>>): string =>
  recordOf(JSON.stringify({ ...harmed, ...over }));

const withWrong = (text: string, index: number): string =>
  text.slice(0, index) + String.fromCharCode(text.charCodeAt(index) ^ 1) + text.slice(index + 1);

const wrong: Readonly<Record<string, readonly [value: string, why: RegExp]>> = {
  'nothing at all': ['', /is damaged/],
  'what is no record': ['{"token":1}', /is damaged/],
  'half a record': [jsonOf({}).slice(0, -30), /is damaged/],
  'another checksum': [jsonOf({}).replace(/^1 ./, '1 g'), /is damaged/],
  'a later version': [recordOf('whatever comes', '2'), /is of version 2, which is not known here/],
  'no JSON': [recordOf('{'), /is no attempt/],
  'no object': [recordOf('[]'), /is no attempt/],
  'a key too few': [jsonOf({ driver: undefined }), /is no attempt: attempt\.driver is required/],
  'a key too many': [jsonOf({ more: 1 }), /is no attempt: attempt\.more is not known/],
  'a value of another type': [jsonOf({ driver: ['exec'] }), /is no attempt: attempt\.driver must be/],
  'no instant': [jsonOf({ intendedAt: 'noon' }), /is no attempt: attempt\.intendedAt must be/],
  "another attempt's": [jsonOf({ token: before.token }), /is one of another attempt/],
  "another task's": [jsonOf({ task: 'web' }), /is one of another attempt/],
};

describe('LevelTaskStore with a record that can not be read', function () {
  this.timeout(60_000);
  let directory: TemporaryDirectory;

  beforeEach(async function () {
    directory = await temporaryDirectory();
    await withStore(directory.path, async (store) => {
      for (const attempt of [before, harmed, after]) valueOf(await store.intend(attempt));
    });
  });

  afterEach(async function () {
    await directory.remove();
  });

  const keyIn = (keys: readonly string[]): string => keys.find((key) => key.includes(harmed.token)) ?? '';

  async function harm(change: (value: string) => string): Promise<void> {
    await withRawDatabase(directory.path, async (level) => {
      const key = keyIn(await level.keys().all());
      await level.put(key, change((await level.get(key)) ?? ''));
    });
  }

  const found = (): Answer<Kept<Attempt>> => withStore(directory.path, (store) => store.attempts());

  for (const [what, [value, why]] of Object.entries(wrong))
    it(`tells whose it is and answers the others when there is ${what} in its place`, async function () {
      await harm(() => value);
      const { readable, unreadable } = valueOf(await found());
      expect(readable).to.deep.equal([before, after]);
      expect(unreadable).to.have.length(1);
      const { alloc, task, token } = harmed;
      expect(unreadable[0]).to.include({ alloc, task, attempt: token });
      expect(unreadable[0]?.why).to.match(why);
    });

  it('notices any byte of it that is wrong', async function () {
    const many = Array.from({ length: recordOf(JSON.stringify(harmed)).length }, (_, n) => ({
      ...harmed,
      token: harmed.token.slice(0, -12) + n.toString().padStart(12, '0'),
    }));
    const records = many.map((attempt) => recordOf(JSON.stringify(attempt)));
    for (const isWrong of [false, true]) {
      await withRawDatabase(directory.path, async (level) => {
        const key = keyIn(await level.keys().all());
        await level.batch(
          many.map(({ token }, n) => ({
            type: 'put',
            key: key.replace(harmed.token, token),
            value: isWrong ? withWrong(records[n] ?? '', n) : (records[n] ?? ''),
          })),
        );
      });
      const { readable, unreadable } = valueOf(await found());
      expect(readable).to.have.length(isWrong ? 3 : many.length + 3);
      expect(unreadable.map(({ attempt }) => attempt)).to.deep.equal(
        isWrong ? many.map(({ token }) => token) : [],
      );
    }
  });

  it('can not tell whose it is when its key makes no sense, and so answers a fault', async function () {
    await withRawDatabase(directory.path, (level) => level.put('["attempt","half', ''));
    const answer = await found();
    expect(faultOf(answer)).to.equal('internal');
    expect(answer).to.have.nested.property('error.remedy').that.includes(directory.path);
  });

  it('leaves alone what is of another sort', async function () {
    await withRawDatabase(directory.path, (level) =>
      level.batch(
        ['["attempts","a"]', '["exit","a"]', 'x', '"attempt"'].map((key) => ({
          type: 'put',
          key,
          value: '',
        })),
      ),
    );
    expect(valueOf(await found())).to.deep.equal({ readable: [before, harmed, after], unreadable: [] });
  });
});
