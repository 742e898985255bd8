// Exposures of generated intents against istiod: node --import tsx test/conformance/intents/agreement.ts [--runs N] [--seed S]
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { compareWithIstiod, itemsOf } from './compare-with-istiod.ts';
import { generated, requests } from './generate.ts';
import { promised } from './reference.ts';
import { simulated } from './simulated.ts';

/** The backends of all teams. */
const world: readonly KubeObject[] = [0, 1, 2].flatMap((team) =>
  ['one', 'two', 'three', 'four'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: `team-${team}` },
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80 }] },
  })),
);

await compareWithIstiod({
  title: 'exposures',
  generated,
  packaged: ({ intents }) => ({ items: itemsOf(intents), world }),
  requests,
  inputOf: ({ host, port, path, method, headers }) => {
    const isTls = port === 443 || port === 8443;
    return {
      deployment: 'edge/public',
      call: { port, protocol: 'http', host, path, method, headers, ...(isTls ? { tls: 'tls', sni: host } : {}) },
    };
  },
  promised,
  simulated: (answer, request) => simulated(answer as Parameters<typeof simulated>[0], request),
});
