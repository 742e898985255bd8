import { memo } from '../../mesh/lazy.ts';
import { asRecord } from '../../mesh/loose.ts';
import { perWorld } from '../per-world.ts';
import { deep, keysOf, rootOf, type Spot } from '../spot.ts';
import { type IstioAnnotation, isForIstio, istioAnnotation } from '../tables/istio-annotations.ts';
import { podTemplates } from './pod-templates.ts';

/** An annotation of Istio on an object, or on the template of its pods. */
export interface Annotation {
  readonly spot: Spot & { readonly key: string };
  /** What carries it: the kind of the object, or `Pod` for a template. */
  readonly kind: string;
  readonly labels: Spot;
  /** What Istio says of it; absent where it does not know it. */
  readonly known: IstioAnnotation | undefined;
}

const kinds: readonly (readonly [group: string, kind: string])[] = [
  ['', 'Namespace'],
  ['', 'Service'],
  ['apps', 'Deployment'],
  ['apps', 'StatefulSet'],
  ['apps', 'DaemonSet'],
];

/** Every annotation of Istio on the kinds that users annotate for it, and on templates of pods. */
export const istioAnnotations = perWorld((world): readonly Annotation[] => {
  const isIstio = memo(isForIstio);
  // Nearly no object has one, and places are made for those only.
  const hasAny = (object: unknown): boolean => {
    for (const key in asRecord(asRecord(asRecord(object).metadata).annotations)) if (isIstio(key)) return true;
    return false;
  };
  return [
    ...kinds.flatMap(([group, kind]) =>
      world
        .ofKind(group, kind)
        .filter(({ object }) => hasAny(object))
        .flatMap((item) => annotationsOf(rootOf(item), kind)),
    ),
    ...podTemplates(world).flatMap(({ template }) => (hasAny(template.value) ? annotationsOf(template, 'Pod') : [])),
  ];
});

function annotationsOf(owner: Spot, kind: string): readonly Annotation[] {
  const labels = deep(owner, 'metadata', 'labels');
  return keysOf(deep(owner, 'metadata', 'annotations'))
    .filter(({ key }) => isForIstio(key))
    .map((spot) => ({ spot, kind, labels, known: istioAnnotation(spot.key) }));
}
