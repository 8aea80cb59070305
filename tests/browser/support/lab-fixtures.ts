// A lab as the interface tells it.

import { at } from './fixture-time.js';

export const lab = (n: number, sight: string) => ({
  profile: {
    id: `lab_${n}`,
    name: `Fablab ${n}`,
    kind: 'fablab',
    at: { lat: 45.76 + n * 0.4, lon: 4.84 + n * 0.5 },
    city: 'Lyon',
    country: 'FR',
    url: 'https://example.org/lab',
    utcOffsetMinutes: 60,
    hours: [{ weekday: 1, fromMinute: 540, toMinute: 1020 }],
    processes: ['fdm'],
    prices: {
      currency: 'EUR',
      machineHourMinor: 250,
      setUpMinor: 150,
      labourHourMinor: 2400,
      energyKwhMinor: 25,
      materialKgMinor: 2800,
    },
    pickup: true,
    ships: true,
    status: 'member',
  },
  sight,
  machines: [
    {
      machine: {
        id: `mac_${n}`,
        name: `Printer ${n}`,
        process: 'fdm',
        buildVolumeMm: { x: 250, y: 210, z: 210 },
        bedShape: 'rectangular',
        nozzleMm: 0.4,
        loaded: [{ material: 'PLA', color: 'black' }],
      },
      state: 'printing',
      freeAt: at(300),
    },
  ],
});
