import { PretendPrusaLink } from '../../support/machine-server-prusalink.js';
import { holdsTheContract } from './driver-contract.js';
import { servedStage } from './driver-stage.js';
import { holdsTheServedContract } from './served-contract.js';

const withKey = () => {
  const server = new PretendPrusaLink();
  return servedStage(server, { kind: 'prusalink', apiKey: server.key }, { apiKey: 'wrong-key' });
};
const withPassword = () => {
  const server = new PretendPrusaLink();
  return servedStage(server, { kind: 'prusalink', ...server.login }, { password: 'wrong-key' });
};

holdsTheContract('PrusaLink', withKey);
holdsTheServedContract({ name: 'PrusaLink', makeStage: withKey, unheard: 'unknown' });
holdsTheServedContract({ name: 'PrusaLink with a password', makeStage: withPassword, unheard: 'unknown' });
