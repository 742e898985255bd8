import { parse } from 'yaml';
import type { Item } from '../../krm/item.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Labels } from '../inventory/labels.ts';
import { memo } from '../lazy.ts';
import { asLabels, asRecord, asText, type Loose } from '../loose.ts';

/** What users lay over the pods that istiod makes for a Gateway. */
export interface PodOverlay {
  readonly labels: Labels;
  readonly annotations: Labels;
}

/**
 * Labels and annotations of the pods: those of the Gateway's `infrastructure`, and of the ConfigMaps for its class and for itself, which are merged in this
 * order: https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment
 */
export function podOverlay(item: Item, spec: Loose, objects: Inventory, rootNamespace: string): PodOverlay {
  const infrastructure = asRecord(spec.infrastructure);
  const reference = asRecord(infrastructure.parametersRef);
  const maps = objects.ofKind('', 'ConfigMap');
  const ofClass = maps.filter(
    (map) =>
      objects.namespaceOf(map) === rootNamespace &&
      map.object.metadata.labels?.['gateway.istio.io/defaults-for-class'] === asText(spec.gatewayClassName),
  );
  const own = maps.filter(
    (map) => reference.kind === 'ConfigMap' && map.id.name === reference.name && objects.namespaceOf(map) === objects.namespaceOf(item),
  );
  const written = [...ofClass, ...own].map((map) => metadataIn(asText(asRecord(map.object.data).deployment)));
  return {
    labels: Object.assign({}, asLabels(infrastructure.labels), ...written.map(({ labels }) => labels)),
    annotations: Object.assign({}, asLabels(infrastructure.annotations), ...written.map(({ annotations }) => annotations)),
  };
}

/** Of the pods in the text of a Deployment; nothing where it cannot be read. */
const metadataIn = memo((text: string): PodOverlay => {
  const template = asRecord(asRecord(asRecord(read(text)).spec).template);
  const { labels, annotations } = asRecord(template.metadata);
  return { labels: asLabels(labels), annotations: asLabels(annotations) };
});

function read(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
