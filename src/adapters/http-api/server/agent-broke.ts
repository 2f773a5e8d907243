import { fault } from '../../../domain/faults/runtime-fault.js';

/** What clients are told of a defect; the agent's log is told all of it. */
export const agentBroke = fault('internal', 'the agent broke while it answered; its log says where');
