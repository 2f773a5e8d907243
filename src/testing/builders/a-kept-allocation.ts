import type { NumberedEvent } from '../../../src/domain/model/event.js';
import { type KeptAllocation, noProgress } from '../../../src/domain/model/kept-allocation.js';
import { anAllocation } from '../../../src/testing/builders/a-job.js';
import type { AllocId } from '../../../src/domain/model/ids.js';
import { at } from '../../../src/testing/builders/an-identity.js';

export const aKeptAllocation = (over: Partial<KeptAllocation> = {}): KeptAllocation => ({
  allocation: anAllocation(),
  submittedAt: at(0),
  ports: { http: 20_000 },
  cpusets: { task: '0-1' },
  logs: '/logs',
  wanted: true,
  tasks: { task: noProgress },
  ...over,
});

const alloc = '11111111-0000-4000-8000-000000000000' as AllocId;

export const anEvent = (number: number): NumberedEvent => ({
  number,
  event: { at: at(1), alloc, allocName: 'job.group[0]', task: 'task', what: { type: 'started' } },
});
