import { expect } from 'chai';

import { MemoryEventSink } from '../../../src/adapters/memory/memory-event-sink.js';
import type { TaskEvent } from '../../../src/domain/model/event.js';
import { anAllocId, at } from '../../../src/testing/builders/an-identity.js';

describe('MemoryEventSink', function () {
  it('keeps every event, in the order in which it was told', function () {
    const sink = new MemoryEventSink();
    const event = (ms: number, what: TaskEvent['what']): TaskEvent => ({
      at: at(ms),
      alloc: anAllocId(),
      allocName: 'job.group[0]',
      task: 'task',
      what,
    });
    const told = [
      event(5, { type: 'received' }),
      event(5, { type: 'started' }),
      event(3, { type: 'killing' }),
    ];
    for (const one of told) sink.emit(one);
    expect(sink.events).to.deep.equal(told);
  });
});
