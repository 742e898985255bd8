import { perWorld } from '../per-world.ts';
import { at, rootOf, type Spot, text } from '../spot.ts';

/** A Service of Kubernetes. */
export interface KubeService {
  readonly spec: Spot;
  readonly type: string;
  readonly isHeadless: boolean;
}

export const kubeServices = perWorld((world): readonly KubeService[] =>
  world.ofKind('', 'Service').map((item) => {
    const spec = at(rootOf(item), 'spec');
    return { spec, type: text(at(spec, 'type')) || 'ClusterIP', isHeadless: text(at(spec, 'clusterIP')) === 'None' };
  }),
);
