import { describeCrowd } from '../support/networks/crowd.js';

describeCrowd(50);
