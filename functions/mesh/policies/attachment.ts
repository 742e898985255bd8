import { type Labels, selects } from '../inventory/labels.ts';
import type { Workload } from '../inventory/workloads.ts';
import { memo } from '../lazy.ts';
import { asLabels, asList, asRecord, asText, isSet, type Loose } from '../loose.ts';

/** Which pods a policy is for. */
export interface Attachment {
  readonly namespace: string;
  /** Labels of the pods; `undefined` for all pods of the namespace, or of the mesh from the root namespace. */
  readonly selector: Labels | undefined;
  readonly targets: readonly TargetReference[];
}

/** An object that a policy is attached to instead of to labels. */
export interface TargetReference {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

export function readAttachment(spec: Loose, namespace: string): Attachment {
  const references = asList(spec.targetRefs);
  const written = references.length > 0 ? references : isSet(spec.targetRef) ? [spec.targetRef] : [];
  return {
    namespace,
    selector: isSet(spec.selector) ? asLabels(asRecord(spec.selector).matchLabels) : undefined,
    targets: written.map(asRecord).map((target) => ({
      group: asText(target.group),
      kind: asText(target.kind),
      name: asText(target.name),
      namespace: asText(target.namespace),
    })),
  };
}

const gatewayName = 'gateway.networking.k8s.io/gateway-name';

/** Whether a policy of the pods' own namespace or of the root namespace is for them (`pilot/pkg/model/policyattachment.go`). */
export function isAttached({ namespace, selector, targets }: Attachment, workload: Pick<Workload, 'namespace' | 'labels'>): boolean {
  const gateway = workload.labels[gatewayName];
  if (targets.length === 0) return selector === undefined || selects(selector, workload.labels);
  if (gateway === undefined || namespace !== workload.namespace) return false;
  return targets.some(
    (target) =>
      target.group === 'gateway.networking.k8s.io' &&
      target.kind === 'Gateway' &&
      target.name === gateway &&
      (target.namespace === '' || target.namespace === namespace),
  );
}

/** The policies for the pods of a workload: those of the root namespace, then those of their own. */
export const attachedTo = <Policy extends { readonly attachment: Attachment }>(
  inNamespace: (namespace: string) => readonly Policy[],
  rootNamespace: string,
): ((workload: Workload) => readonly Policy[]) =>
  memo((workload: Workload) =>
    [...new Set([rootNamespace, workload.namespace])].flatMap(inNamespace).filter(({ attachment }) => isAttached(attachment, workload)),
  );
