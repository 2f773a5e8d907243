import { describeEngineFreeze } from '../support/trials/engine-freeze.js';

describeEngineFreeze(12_000);
