import type { Gateway, Model } from '../../intent/model.ts';
import type { Made } from '../made.ts';
import type { Stage } from '../stage.ts';
import { policyTarget } from './policy-target.ts';

/** Name of the extension provider that writes access logs in the format of an intent. */
const logProvider = 'gateway-intent-access-log';

/** Access logs of the gateways, by the Telemetry API. A format is known to Istio by the mesh's configuration only. */
export function telemetries(model: Model, gateways: readonly Gateway[], stage: Stage): Made[] {
  const intent = model.intents.find(({ spec }) => spec.policies?.accessLog !== undefined);
  const log = intent?.spec.policies?.accessLog;
  if (intent === undefined || log === undefined) return [];
  const origin = { item: intent.item, path: ['spec', 'policies', 'accessLog'] };
  if (log.format !== undefined)
    stage.require({
      reason: 'the format of the access logs must be known to the mesh',
      kind: { target: 'meshConfig' },
      patch: { extensionProviders: [{ name: logProvider, envoyFileAccessLog: { path: '/dev/stdout', logFormat: { text: log.format } } }] },
      origin,
    });
  const accessLogging =
    log.mode === 'Disabled' ? [{ disabled: true }] : [{ providers: [{ name: log.format === undefined ? 'envoy' : logProvider }] }];
  return gateways
    .filter(({ management }) => management !== 'External')
    .map((gateway) => ({
      object: {
        apiVersion: 'telemetry.istio.io/v1',
        kind: 'Telemetry',
        metadata: { name: `${gateway.name}-access-log`, namespace: gateway.workload.namespace },
        spec: { ...policyTarget(gateway), accessLogging },
      },
      origin,
      owners: [intent.item],
    }));
}
