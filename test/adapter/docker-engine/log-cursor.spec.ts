import { expect } from 'chai';

import { LogCursor } from '../../../src/adapters/docker-engine/output/log-cursor.js';
import {
  type Marks,
  readPosition,
  resumeFrom,
  writePosition,
} from '../../../src/adapters/docker-engine/output/log-position.js';
import { engineTime, readStamp } from '../../../src/adapters/docker-engine/output/stamp.js';
import type { LogPosition, OutputStream } from '../../../src/domain/model/instance.js';

type Message = readonly [stream: OutputStream, second: number, text: string];

const at = (second: number): string => `2026-11-23T22:15:${second.toString().padStart(2, '0')}.000000001Z`;

/** What is read of a log after a position, with the position after each message. */
function read(messages: readonly Message[], after?: LogPosition): { text: string; positions: LogPosition[] } {
  const cursor = new LogCursor(readPosition(after));
  const from = cursor.resumeByTime();
  const positions: LogPosition[] = [];
  let text = '';
  for (const [stream, second, said] of messages) {
    if (from !== undefined && at(second) < from) continue;
    text += cursor.take({ stream, bytes: Buffer.from(`${at(second)} ${said}`) }).toString();
    positions.push(cursor.position);
  }
  for (const stream of ['stdout', 'stderr'] as const) text += cursor.finish(stream).toString();
  positions.push(cursor.position);
  return { text, positions };
}

describe('A position in a log', function () {
  const log: readonly Message[] = [
    ['stdout', 1, 'a\n'],
    ['stdout', 1, 'b\n'],
    ['stderr', 1, 'c\n'],
    ['stdout', 2, 'long '],
    ['stderr', 14, 'late\n'],
    ['stdout', 2, 'longer '],
    ['stdout', 2, 'longest'],
    ['stdout', 15, 'd\n'],
    ['stderr', 16, 'e'],
  ];

  /** What was given up to each message, and the position after it. */
  const givenUpTo = (messages: readonly Message[]): readonly (readonly [string, LogPosition])[] => {
    const cursor = new LogCursor({});
    let text = '';
    return messages.map(([stream, second, said]) => {
      text += cursor.take({ stream, bytes: Buffer.from(`${at(second)} ${said}`) }).toString();
      return [text, cursor.position];
    });
  };

  it('splits the log without loss and without doubling, wherever it lies', function () {
    for (const stream of ['stdout', 'stderr'] as const) {
      const own = log.filter(([of]) => of === stream);
      for (const [before, position] of givenUpTo(own))
        expect(before + read(own, position).text).to.equal(read(own).text);
    }
  });

  it('holds for both streams at once, though their times are mixed', function () {
    for (const [before, position] of givenUpTo(log))
      expect(sorted(before + read(log, position).text)).to.equal(sorted(read(log).text));
  });

  it('lies behind the end that was put to the last line', function () {
    const { positions } = read(log);
    expect(read(log, positions.at(-1)).text).to.equal('');
  });

  it('is the beginning when its time is none, whoever wrote it', function () {
    const position = '2026-99-99T99:99:99.000000001Z+1||stdout' as LogPosition;
    expect(read(log, position).text).to.equal(read(log).text);
  });

  it('survives being written and read', function () {
    const marks: Marks = {
      stdout: { at: at(1), count: 3, open: true },
      stderr: { at: at(2), count: 1, open: false },
    };
    expect(readPosition(writePosition(marks))).to.deep.equal(marks);
    expect(readPosition(writePosition({}))).to.deep.equal({});
    expect(readPosition(writePosition({ stderr: marks.stderr ?? fail() }))).to.deep.equal({
      stderr: marks.stderr,
    });
  });

  it('is the beginning when it can not be read', function () {
    for (const odd of [undefined, '', 'x', '|', '1|2|3'])
      expect(readPosition(odd as LogPosition)).to.deep.equal({});
  });

  it('asks the engine from where nothing can be missing', function () {
    const mark = (second: number, open = false): { at: string; count: number; open: boolean } => ({
      at: at(second),
      count: 1,
      open,
    });
    expect(resumeFrom({})).to.equal(undefined);
    expect(resumeFrom({ stdout: mark(30), stderr: mark(29) })).to.equal(at(29));
    expect(resumeFrom({ stdout: mark(30), stderr: mark(1) })).to.equal(at(20));
    expect(resumeFrom({ stdout: mark(30), stderr: mark(1, true) })).to.equal(at(1));
    expect(resumeFrom({ stdout: mark(30) })).to.equal(at(20));
  });
});

describe('The messages of a log', function () {
  it('get back the end of a line that the engine lost', function () {
    expect(
      read([
        ['stdout', 1, 'part'],
        ['stdout', 1, ' rest'],
        ['stdout', 2, 'next\n'],
      ]).text,
    ).to.equal('part rest\nnext\n');
  });

  it('get the end of a last line that has none', function () {
    expect(read([['stdout', 1, 'tail']]).text).to.equal('tail\n');
    expect(read([['stdout', 1, 'tail\n']]).text).to.equal('tail\n');
    expect(read([]).text).to.equal('');
  });

  it('are given as they are when they bear no stamp', function () {
    const cursor = new LogCursor({});
    expect(cursor.take({ stream: 'stdout', bytes: Buffer.from('no stamp') }).toString()).to.equal('no stamp');
    expect(cursor.finish('stdout').length).to.equal(0);
  });

  it('go on when the clock is set back', function () {
    const { positions } = read([['stdout', 9, 'a\n']]);
    const back: readonly Message[] = [
      ['stdout', 9, 'a\n'],
      ['stdout', 9, 'b\n'],
      ['stdout', 5, 'c\n'],
    ];
    const cursor = new LogCursor(readPosition(positions[0]));
    cursor.resumeByTime();
    const texts = back.map(([stream, second, said]) =>
      cursor.take({ stream, bytes: Buffer.from(`${at(second)} ${said}`) }).toString(),
    );
    expect(texts).to.deep.equal(['', 'b\n', 'c\n']);
  });
});

describe('The last messages of a log', function () {
  /** What is new in them after the messages read before, and whether they joined on. */
  const joinedOn = (before: readonly Message[], tail: readonly Message[]): readonly [string, boolean] => {
    const cursor = new LogCursor({});
    const take = (messages: readonly Message[]): string =>
      messages
        .map(([stream, second, said]) => cursor.take({ stream, bytes: Buffer.from(`${at(second)} ${said}`) }))
        .map(String)
        .join('');
    take(before);
    expect(cursor.resumeByPlace()).to.equal(before.length > 0);
    return [take(tail), cursor.joined];
  };
  const a: Message = ['stdout', 1, 'a\n'];
  const b: Message = ['stderr', 2, 'b\n'];
  const c: Message = ['stdout', 3, 'c\n'];
  const parts: readonly Message[] = ['x', 'y', 'z', 'end\n'].map((text) => ['stdout', 4, text]);

  it('bring what comes after the last one that was read', function () {
    expect(joinedOn([a, b], [a, b, c])).to.deep.equal(['c\n', true]);
    expect(joinedOn([a, b], [b, c])).to.deep.equal(['c\n', true]);
    expect(joinedOn([a, b], [b])).to.deep.equal(['', true]);
  });

  it('bring nothing when the last one that was read is not among them', function () {
    expect(joinedOn([a, b], [c])).to.deep.equal(['', false]);
    expect(joinedOn([a, b], [])).to.deep.equal(['', false]);
  });

  it('bring the rest of a line that was cut into several', function () {
    const [x, y, z, end] = parts as [Message, Message, Message, Message];
    expect(joinedOn([a, x, y], [a, x, y, z, end])).to.deep.equal(['zend\n', true]);
    expect(joinedOn([a, x], [x, y, z, end])).to.deep.equal(['yzend\n', true]);
  });

  it('bring nothing when it can not be told how much of such a line is missing', function () {
    const [x, y, z, end] = parts as [Message, Message, Message, Message];
    expect(joinedOn([a, x, y], [y, z, end])).to.deep.equal(['', false]);
  });

  it('are new after that place even when the clock was set back', function () {
    const back: Message = ['stdout', 0, 'back\n'];
    expect(joinedOn([a, b], [a, b, back])).to.deep.equal(['back\n', true]);
  });

  it('say nothing before anything was read', function () {
    expect(joinedOn([], [a])[0]).to.equal('a\n');
  });
});

describe('A stamp', function () {
  it('is told from the text of the task', function () {
    expect(readStamp(Buffer.from(`${at(7)} text`))).to.deep.equal({ at: at(7), bytes: Buffer.from('text') });
    for (const text of ['', 'text', at(7), `${at(7)}text`])
      expect(readStamp(Buffer.from(text)).at).to.equal(undefined);
  });

  it('keeps its nanoseconds when the engine is asked', function () {
    expect(engineTime('2026-11-23T22:15:39.981315892Z')).to.equal('1795472139.981315892');
  });
});

const sorted = (text: string): string => text.split('').sort().join('');

function fail(): never {
  throw new Error('it is there');
}
