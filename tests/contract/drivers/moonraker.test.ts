import { PretendMoonraker } from '../../support/machine-server-moonraker.js';
import { holdsTheContract } from './driver-contract.js';
import { servedStage } from './driver-stage.js';
import { holdsTheServedContract } from './served-contract.js';

const makeStage = () => {
  const server = new PretendMoonraker();
  return servedStage(server, { kind: 'moonraker', apiKey: server.key }, { apiKey: 'wrong-key' });
};

holdsTheContract('Moonraker', makeStage);
holdsTheServedContract({ name: 'Moonraker', makeStage, unheard: 'never' });
