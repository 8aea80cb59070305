// The thread in which one plate is written anew; it ends with it.

import { parentPort, workerData } from 'node:worker_threads';
import { writePlainGeometry, type GeometryOrder } from './plain-geometry.js';

parentPort?.postMessage(writePlainGeometry(workerData as GeometryOrder));
