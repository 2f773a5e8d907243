import { describeEngineFreeze } from '../support/trials/engine-freeze.js';

describeEngineFreeze(60_000);
