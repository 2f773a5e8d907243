import { describeEngineRestart } from '../support/trials/engine-restart.js';

describeEngineRestart(25);
