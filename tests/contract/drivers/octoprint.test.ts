import { PretendOctoPrint } from '../../support/machine-server-octoprint.js';
import { holdsTheContract } from './driver-contract.js';
import { servedStage } from './driver-stage.js';
import { holdsTheServedContract } from './served-contract.js';

const makeStage = () => {
  const server = new PretendOctoPrint();
  return servedStage(server, { kind: 'octoprint', apiKey: server.key }, { apiKey: 'wrong-key' });
};

holdsTheContract('OctoPrint', makeStage);
holdsTheServedContract({ name: 'OctoPrint', makeStage, unheard: 'never' });
