import { findingAt } from '../../../krm/finding-at.ts';
import type { Item } from '../../../krm/item.ts';
import { display } from '../../../krm/kube-object.ts';
import type { Made } from '../../made.ts';
import type { Stage } from '../../stage.ts';
import type { TargetReference } from './policy-attachment.ts';

const kinds = ['BackendTrafficPolicy', 'ClientTrafficPolicy', 'SecurityPolicy'];

interface PolicySpec {
  readonly targetRef?: TargetReference;
  readonly targetRefs?: readonly TargetReference[];
}

const targetsOf = (spec: unknown): string[] => {
  const { targetRef, targetRefs = [] } = (spec ?? {}) as PolicySpec;
  return [...(targetRef === undefined ? [] : [targetRef]), ...targetRefs].map(
    ({ kind, name, sectionName }) => `${kind}/${name}/${sectionName ?? ''}`,
  );
};

const isGenerated = ({ object }: Item): boolean => object.metadata.annotations?.['gatewayintent.dev/intent'] !== undefined;

/** Two policies of a kind with one target: the controller keeps the older one and ignores the other, so a generated one never stands beside a hand-written one. */
export function reportTwins(made: readonly Made[], items: readonly Item[], stage: Stage): void {
  const written = items.filter((item) => kinds.includes(item.id.kind) && !isGenerated(item));
  if (written.length === 0) return;
  for (const { object, origin } of made) {
    const targets = targetsOf(object.spec);
    const twin = written.find(
      ({ id, object: { spec } }) =>
        id.kind === object.kind && id.namespace === object.metadata.namespace && targetsOf(spec).some((one) => targets.includes(one)),
    );
    if (twin === undefined || !kinds.includes(object.kind)) continue;
    stage.report(
      findingAt('GI0506', origin.item, origin.path, {
        message: `${object.kind} "${object.metadata.namespace}/${object.metadata.name}" has the same target as the hand-written ${display(twin.id)}`,
      }),
    );
  }
}
