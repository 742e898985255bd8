import { perWorld } from '../per-world.ts';
import { at, deep, rootOf, type Spot, text } from '../spot.ts';

/** A Route of OpenShift. */
export interface OpenshiftRoute {
  readonly root: Spot;
  readonly spec: Spot;
  /** `edge`, `reencrypt`, `passthrough`, or `''` without TLS. */
  readonly termination: string;
}

export const openshiftRoutes = perWorld((world): readonly OpenshiftRoute[] =>
  world.ofKind('route.openshift.io', 'Route').map((item) => {
    const root = rootOf(item);
    const spec = at(root, 'spec');
    return { root, spec, termination: text(deep(spec, 'tls', 'termination')) };
  }),
);
