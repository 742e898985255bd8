import { readFileSync } from 'node:fs';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { formatObjects, parseObjects } from '../case.ts';
import { type IstioFinding, istioCheck } from '../judges/istio-check.ts';
import { tool } from '../judges/tool.ts';
import { servicePorts } from '../requests/gateways.ts';
import { madeUp } from '../requests/made-up.ts';
import { namedSecrets } from '../requests/named-secrets.ts';
import type { Verdict } from './verdict.ts';

/** Istio's admission webhook and all analyzers, over the manifests, the rest of the cluster and stand-ins for the Secrets that are named. */
export const istio: Verdict = async ({ objects, world, requests }) => {
  const known = [...objects, ...world];
  const rest = [...world, ...madeUp(known, requests.requests), ...injector()];
  const all = [...objects, ...rest, ...namedSecrets(known)].map(withProtocols);
  const findings = await istioCheck(formatObjects(all));
  const ours = findings.filter((finding) => !rest.some((object) => isAbout(finding, object)));
  return {
    covered: `${objects.length} objects`,
    messages: ours.map(({ source, code, level, resource, message }) => ({
      text: `${level} ${code ?? source}: ${resource ?? ''} ${message}`,
    })),
  };
};

function isAbout({ resource = '' }: IstioFinding, { kind, metadata }: KubeObject): boolean {
  const name = `${metadata.namespace ?? ''}/${metadata.name}`;
  const place = metadata.namespace ? `${metadata.name}.${metadata.namespace}` : metadata.name;
  return [`${kind} ${name}`, `${kind} ${place}`, `Pod ${metadata.name}-0.${metadata.namespace}`].includes(resource);
}

/** The analyzers read Services as a cluster shows them: with the default protocol of every port. */
function withProtocols(object: KubeObject): KubeObject {
  if (object.kind !== 'Service') return object;
  return { ...object, spec: { ...(object.spec as object), ports: servicePorts(object).map((port) => ({ protocol: 'TCP', ...port })) } };
}

/** The webhooks of Istio's chart, without which the analyzers say that nothing is injected. */
function injector(): readonly KubeObject[] {
  return parseObjects(readFileSync(tool('mesh', 'mesh/data/istiod.yaml'), 'utf8')).filter(
    ({ kind }) => kind === 'MutatingWebhookConfiguration',
  );
}
